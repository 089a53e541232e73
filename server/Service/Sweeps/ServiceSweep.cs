using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Workers;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Targets;

namespace SovereignFleet.Server.Service.Sweeps;

/// <summary>Compares the service state of Hosts without a live Drain with what their target says, and believes the target: a Host
/// that somebody drained by hand does not count as available, and one that is back counts again. A loop of its own: a balancer that hangs
/// makes it slow, and no Drain waits for it.</summary>
internal sealed partial class ServiceSweep(
    IDbContextFactory<FleetDb> contexts, DrainTargets targets, DatabaseReady ready, TimeProvider time, ILogger<ServiceSweep> logger) : EveryReplicaWorker(ready, time)
{
    private static readonly ParallelOptions Gently = new() { MaxDegreeOfParallelism = 4 };

    protected override TimeSpan Period => TimeSpan.FromSeconds(10);

    protected override Task RoundAsync(CancellationToken cancellationToken) => RunAsync(cancellationToken);

    protected override void Tell(Exception error) => Log.ServiceStatesNotCompared(logger, error.Message);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var hosts = await (
            from host in db.Hosts.AsNoTracking()
            join pool in db.Pools on host.PoolId equals pool.Id
            where !db.Drains.Any(drain => drain.HostId == host.Id && !DrainMachine.Final.Contains(drain.State))
            select new { Host = host, Pool = pool }).ToListAsync(cancellationToken);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Gently.MaxDegreeOfParallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(hosts, options, async (row, token) =>
        {
            if (targets.Find(row.Pool.Target) is { } target)
            {
                var reading = await target.ObserveAsync(new TargetServer(row.Host.TargetName ?? row.Host.Name, row.Pool.TargetSettings), token);
                await CorrectAsync(row.Host, reading, token);
            }
        });
    }

    private async Task CorrectAsync(Fleet.Host host, TargetReading reading, CancellationToken cancellationToken)
    {
        ServiceState? truth = reading.State switch
        {
            EndpointState.Taking => ServiceState.InService,
            EndpointState.Drained => ServiceState.Out,
            // Not knowing is no reason to change anything.
            EndpointState.Missing or EndpointState.Unreachable => null,
            var unknown => throw new InvalidOperationException($"An endpoint is {unknown}."),
        };
        if (truth is not { } state || state == host.ServiceState)
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var changed = await db.Hosts
            .Where(row => row.Id == host.Id && row.ServiceState == host.ServiceState
                && !db.Drains.Any(drain => drain.HostId == row.Id && !DrainMachine.Final.Contains(drain.State)))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ServiceState, state), cancellationToken);
        if (changed == 0)
        {
            return;
        }

        db.Add(new JournalEntry
        {
            At = Time.GetUtcNow(),
            Actor = "system",
            Kind = JournalKinds.DrainEffect,
            SiteId = host.SiteId,
            HostId = host.Id,
            Summary = $"{host.Name} was {host.ServiceState} without a drain; the target says {state}: {reading.Sentence}",
        });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3103, Level = LogLevel.Warning, Message = "The hosts' service state was not compared with their targets and is again soon: {Reason}")]
        public static partial void ServiceStatesNotCompared(ILogger logger, string reason);
    }
}
