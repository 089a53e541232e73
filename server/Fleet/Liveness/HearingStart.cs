using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Fleet.Liveness;

/// <summary>A server that was down heard nobody: its Hosts were not silent for that, and who was silent before still is.</summary>
internal sealed class HearingStart(IDbContextFactory<FleetDb> contexts, Hearing hearing) : IBeforeReady
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Heartbeats.MaxAsync(heartbeat => (DateTimeOffset?)heartbeat.HeardAt, cancellationToken) is { } last)
        {
            hearing.GoOnFrom(last);
        }
    }
}
