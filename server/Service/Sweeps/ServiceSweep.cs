using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Workers;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Targets;

namespace SovereignFleet.Server.Service.Sweeps;

/// <summary>Compares the service state of Hosts that no Drain has taken out with what their target says, and believes the target: a Host
/// that somebody drained by hand does not count as available, nor one that the target holds for down, and one that is back counts again. A loop
/// of its own: a balancer that hangs makes it slow, and no Drain waits for it.</summary>
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
            where !db.Drains.Any(drain => drain.HostId == host.Id && drain.FoundDrained != null && !DrainMachine.Final.Contains(drain.State))
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

    private async Task CorrectAsync(Fleet.Host seen, TargetReading reading, CancellationToken cancellationToken)
    {
        if (Truth(seen, reading) == (seen.ServiceState, seen.TargetFault))
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // A Drain takes the Host's row before it touches the target: what it began meanwhile is seen here, or waits until this is over.
        var host = (await db.Hosts.FromSql($"SELECT h.*, h.xmin FROM hosts h WHERE h.id = {seen.Id} FOR UPDATE").ToListAsync(cancellationToken)).SingleOrDefault();
        if (host is null || host.ServiceState != seen.ServiceState
            || await db.Drains.AnyAsync(drain => drain.HostId == seen.Id && drain.FoundDrained != null && !DrainMachine.Final.Contains(drain.State), cancellationToken))
        {
            return;
        }

        (host.ServiceState, host.TargetFault) = Truth(host, reading);
        db.Add(new JournalEntry
        {
            At = Time.GetUtcNow(),
            Actor = "system",
            Kind = JournalKinds.DrainEffect,
            SiteId = host.SiteId,
            HostId = host.Id,
            Summary = Summary(seen, host, reading),
        });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>What is to stand of the Host. Not knowing is no reason to change anything.</summary>
    private static (ServiceState State, string? Fault) Truth(Fleet.Host host, TargetReading reading)
    {
        var state = reading.State switch
        {
            EndpointState.Taking => ServiceState.InService,
            EndpointState.Drained => ServiceState.Out,
            EndpointState.Missing or EndpointState.Unreachable => host.ServiceState,
            var unknown => throw new InvalidOperationException($"An endpoint is {unknown}."),
        };
        return (state, reading.Fault ?? (reading.State == EndpointState.Unreachable ? host.TargetFault : null));
    }

    private static string Summary(Fleet.Host was, Fleet.Host host, TargetReading reading) => was.ServiceState != host.ServiceState
        ? $"{host.Name} was {was.ServiceState} without a drain; the target says {host.ServiceState}: {reading.Sentence}"
        : host.TargetFault is { } fault ? $"{host.Name} does not count as available: {fault}" : $"{host.Name} is served by its target again; it was not: {was.TargetFault}";

    private static partial class Log
    {
        [LoggerMessage(EventId = 3103, Level = LogLevel.Warning, Message = "The hosts' service state was not compared with their targets and is again soon: {Reason}")]
        public static partial void ServiceStatesNotCompared(ILogger logger, string reason);
    }
}
