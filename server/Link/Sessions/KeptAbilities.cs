using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Link.Streams;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Link.Sessions;

/// <summary>Keeps which repairs a Host's agent obeys, so that who plans one knows it on every replica and while the Host is away.</summary>
internal sealed class KeptAbilities(IDbContextFactory<FleetDb> contexts)
{
    public async Task KeepAsync(HostIdentity host, AgentAbilities abilities, CancellationToken cancellationToken)
    {
        string[] obeys = [.. MachineRepairs.All.Where(abilities.Obeys)];
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Hosts.Where(row => row.Id == host.Id && row.Obeys != obeys)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Obeys, obeys), cancellationToken);
    }
}
