using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Identity.People.Accounts;

/// <summary>Where nobody can sign in yet, makes "admin" with a random password, in a file that only the server's user reads.</summary>
internal sealed class FirstAdministrator(IServiceScopeFactory scopes, DataFolder folder)
{
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FleetDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({AdvisoryLocks.FirstAdministrator})", cancellationToken);
        if (await db.People.AnyAsync(cancellationToken))
        {
            return;
        }

        var password = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(18));
        // The file first: a password that nobody can read would lock everybody out.
        PrivateFile.Write(folder.At("first-admin-password"), password + "\n");
        var (_, fault) = await scope.ServiceProvider.GetRequiredService<PersonDirectory>()
            .CreateAsync("admin", Role.Admin, siteId: null, password, mustChangePassword: false, "system");
        if (fault is not null)
        {
            throw new InvalidOperationException("The first administrator cannot be made: " + fault);
        }

        await transaction.CommitAsync(cancellationToken);
    }
}
