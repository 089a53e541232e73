using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Workers;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Machine;

namespace SovereignFleet.Server.Work.RemoteHands.Locator;

/// <summary>No locator light stays on at a Host that nobody works on: where the command to clear it failed, or expired because the agent
/// was away, it is owed anew.</summary>
internal sealed partial class LightSweep(
    IDbContextFactory<FleetDb> contexts, DatabaseReady ready, TimeProvider time, ILogger<LightSweep> logger)
    : OneReplicaWorker<FleetDb>(contexts, ready, time)
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    protected override TimeSpan Period => TimeSpan.FromMinutes(1);

    protected override long LockNumber => AdvisoryLocks.LocatorLights;

    public Task RunAsync(CancellationToken cancellationToken) => RoundAsync(cancellationToken);

    protected override async Task WorkAsync(FleetDb db, CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        var idle = await LocatorLight.Newest(db).AsNoTracking()
            .Where(command => !db.Drains.Any(drain => drain.HostId == command.HostId && !DrainMachine.Final.Contains(drain.State)))
            .ToListAsync(cancellationToken);
        foreach (var command in idle.Where(command => LocatorLight.MustClear(command, now, Patience)))
        {
            await LocatorLight.OweAsync(db, command.HostId, command.DrainId!.Value, on: false, now, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    protected override void Tell(Exception error) => Log.LightsNotSwept(logger, error.Message);

    private static partial class Log
    {
        [LoggerMessage(EventId = 3201, Level = LogLevel.Warning, Message = "Whether locator lights are on without need was not looked at and is again in a minute: {Reason}")]
        public static partial void LightsNotSwept(ILogger logger, string reason);
    }
}
