using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.CommandLine;

/// <summary>Prints an enrollment token, and nothing else, so that it can be piped into a file.</summary>
internal static class TokenCommand
{
    public static async Task<int> RunAsync(string hostName, IServiceProvider services, CancellationToken cancellationToken)
    {
        var minutes = services.GetRequiredService<TokenOptions>().Minutes;
        await using var db = await services.GetRequiredService<IDbContextFactory<FleetDb>>().CreateDbContextAsync(cancellationToken);
        var host = await db.Hosts.AsNoTracking().SingleOrDefaultAsync(known => known.Name == hostName, cancellationToken);
        if (host is null)
        {
            await Console.Error.WriteLineAsync($"There is no host \"{hostName}\"; declare it in the inventory first.");
            return 2;
        }

        var (token, _) = await services.GetRequiredService<Identity.Agents.Enrollment>()
            .CreateTokenAsync(host.Id, host.Name, TimeSpan.FromMinutes(minutes), "person:" + Environment.UserName + "@console", cancellationToken);
        Console.WriteLine(token);
        return 0;
    }
}
