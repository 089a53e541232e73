using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Commands.Delivery;
using SovereignFleet.Server.Commands.Descriptors;
using SovereignFleet.Server.Commands.Kinds;
using SovereignFleet.Server.Commands.Orders;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Workers;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Capacity.Holds;

/// <summary>Gives back what commands took of their Pools, and ends what waited too long. All of it follows from rows: who died in between
/// leaves nothing behind.</summary>
internal sealed partial class CommandHolds(
    IDbContextFactory<FleetDb> contexts, Hearing hearing, ChangeFeed feed, DatabaseReady ready, TimeProvider time, ILogger<CommandHolds> logger)
    : OneReplicaWorker<FleetDb>(contexts, ready, time)
{
    /// <summary>In the database as their names.</summary>
    private static readonly string[] Disturbing = [.. CommandKinds.All.Select(kind => kind.Descriptor).Where(kind => kind.Disturbs).Select(kind => kind.Name)];

    protected override long LockNumber => AdvisoryLocks.CommandHolds;

    protected override TimeSpan Period => TimeSpan.FromSeconds(5);

    protected override IEnumerable<IDisposable> Subscribe(Action wake) => [feed.Subscribe("agent_commands", wake), feed.Subscribe("hosts", wake)];

    protected override void Tell(Exception error) => Log.HoldsNotLookedAt(logger, error.Message);

    protected override Task<bool> HasWorkAsync(FleetDb db, CancellationToken cancellationToken) => db.AgentCommands
        .Where(command => command.State == CommandState.Waiting || command.State == CommandState.Pending).Select(command => command.Id)
        .Concat(db.CapacityReservations.Where(held => held.ReleasedAt == null && held.Cause == ReservationCause.Command).Select(held => held.Id))
        .AnyAsync(cancellationToken);

    protected override async Task WorkAsync(FleetDb db, CancellationToken cancellationToken)
    {
        await EndQuestionsAsync(db, cancellationToken);
        await WithdrawUnguardedAsync(db, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await ReleaseAsync(db, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>One round, as the worker makes it.</summary>
    public Task RunOnceAsync(CancellationToken cancellationToken) => RoundAsync(cancellationToken);

    /// <summary>Nobody confirmed it in time, or there is nothing to force any more.</summary>
    private async Task EndQuestionsAsync(FleetDb db, CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        var waiting = await db.AgentCommands.FromSql($"SELECT * FROM agent_commands WHERE state = 'Waiting' FOR UPDATE SKIP LOCKED").ToListAsync(cancellationToken);
        var ids = waiting.Select(command => command.HostId).ToHashSet();
        var serving = await db.Hosts.Where(host => ids.Contains(host.Id) && host.ServiceState == ServiceState.InService && host.PoolId != null)
            .Select(host => host.Id).ToListAsync(cancellationToken);
        foreach (var command in waiting)
        {
            if (command.ExpiresAt <= now)
            {
                command.End(db, CommandState.Expired, $"No second person confirmed it within {SecondPerson.Patience.TotalMinutes:F0} minutes.", "system", siteId: null, now);
            }
            else if (!serving.Contains(command.HostId))
            {
                command.End(db, CommandState.Expired, "Withdrawn before it was confirmed: the host left service, and nobody need force it.", "system", siteId: null, now);
            }
        }
    }

    /// <summary>Ordered while the Host was out of service and not sent yet: the Host serves again, and its Pool was never asked.</summary>
    private async Task WithdrawUnguardedAsync(FleetDb db, CancellationToken cancellationToken)
    {
        var unguarded = await (
            from command in db.AgentCommands
            join host in db.Hosts on command.HostId equals host.Id
            where command.State == CommandState.Pending && command.DrainId == null && Disturbing.Contains(command.Name)
                && host.ServiceState == ServiceState.InService && host.PoolId != null
                && !db.CapacityReservations.Any(held => held.HostId == host.Id && held.ReleasedAt == null)
            select command).AsNoTracking().ToListAsync(cancellationToken);
        foreach (var command in unguarded.Where(Disturbs))
        {
            await CommandWithdrawals.WithdrawAsync(db, command.Id, "system", "the host came back into service meanwhile", Time.GetUtcNow(), cancellationToken);
        }
    }

    private async Task ReleaseAsync(FleetDb db, CancellationToken cancellationToken)
    {
        var liveness = hearing.At(Time.GetUtcNow());
        var held = await db.CapacityReservations.Where(row => row.ReleasedAt == null && row.Cause == ReservationCause.Command).ToListAsync(cancellationToken);
        foreach (var hold in held)
        {
            var commands = await db.AgentCommands.AsNoTracking()
                .Where(command => command.Id == hold.HolderId
                    || (command.HostId == hold.HostId && (command.State == CommandState.Pending || command.State == CommandState.Sent) && Disturbing.Contains(command.Name)))
                .ToListAsync(cancellationToken);
            var heardAt = await db.Heartbeats.Where(row => row.HostId == hold.HostId).Select(row => (DateTimeOffset?)row.HeardAt).SingleOrDefaultAsync(cancellationToken);
            var until = hold.Until ?? hold.TakenAt;
            if (CommandHold.IsOver(until, commands, heardAt, liveness))
            {
                // By its row as it is now: a drain may have taken it over meanwhile.
                await db.CapacityReservations.Where(row => row.Id == hold.Id && row.Cause == ReservationCause.Command && row.HolderId == hold.HolderId)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.ReleasedAt, until < liveness.Now ? until : liveness.Now), cancellationToken);
            }
        }
    }

    private static bool Disturbs(AgentCommand command)
    {
        var wire = Proto.Link.Command.Parser.ParseFrom(command.Body);
        return CommandKinds.Of(wire) is { } kind
            && ArgumentVerdict.Disturbs(kind.Descriptor, CommandFields.Action(wire));
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 3601, Level = LogLevel.Warning, Message = "What commands hold of their pools was not looked at and is again in a few seconds: {Reason}")]
        public static partial void HoldsNotLookedAt(ILogger logger, string reason);
    }
}
