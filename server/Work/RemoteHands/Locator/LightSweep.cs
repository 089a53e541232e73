using Microsoft.EntityFrameworkCore;
using Quartz;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Machine;

namespace SovereignFleet.Server.Work.RemoteHands.Locator;

/// <summary>No locator light stays on at a Host that nobody works on: where the command to clear it failed, or expired because the agent
/// was away, it is owed anew.</summary>
[DisallowConcurrentExecution]
internal sealed class LightSweep(IDbContextFactory<FleetDb> contexts, TimeProvider time) : IJob
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await RunAsync(cancellationToken);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var idle = await LocatorLight.Newest(db).AsNoTracking()
            .Where(command => !db.Drains.Any(drain => drain.HostId == command.HostId && !DrainMachine.Final.Contains(drain.State)))
            .ToListAsync(cancellationToken);
        foreach (var command in idle.Where(command => LocatorLight.MustClear(command, now, Patience)))
        {
            await LocatorLight.OweAsync(db, command.HostId, command.DrainId!.Value, on: false, now, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
