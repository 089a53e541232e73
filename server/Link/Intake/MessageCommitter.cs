using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Link.Events;
using SovereignFleet.Server.Link.Gateway;
using SovereignFleet.Server.Link.Observers;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Link.Intake;

/// <summary>Stores what must be known at once, in one transaction with what it leads to.</summary>
internal sealed partial class MessageCommitter(
    IDbContextFactory<FleetDb> contexts, HostRegistry registry, IEnumerable<IHostObserver> observers, GatewayEvents gateway, ICommandAnswers answers,
    ILogger<MessageCommitter> logger)
{
    private readonly IHostObserver[] observers = [.. observers];

    /// <param name="all">In their order.</param>
    /// <param name="refused">Those that are not taken, with the reason: each becomes an Event.</param>
    /// <param name="skew">The Host's clock minus ours.</param>
    public async Task CommitAsync(
        HostIdentity host, IReadOnlyList<ConnectRequest> all, IReadOnlyDictionary<ConnectRequest, string> refused, DateTimeOffset receivedAt, TimeSpan skew,
        CancellationToken cancellationToken)
    {
        var messages = all.Where(message => !refused.ContainsKey(message)).ToArray();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Before the Events: they are named by the addresses that it brings.
        foreach (var inventory in messages.Select(message => message.Inventory).Where(inventory => inventory is not null))
        {
            await registry.RecordAsync(host.Id, inventory, db, cancellationToken);
        }

        await StoreFilesAsync(db, host, messages, receivedAt, cancellationToken);
        foreach (var result in messages.Select(message => message.Result).Where(result => result is not null))
        {
            await answers.RecordAsync(db, host, result, receivedAt, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);

        var gpus = await GpuDirectory.LoadAsync(db, host.Id, cancellationToken);
        var owners = await gateway.OwnersAsync(db, host, messages, receivedAt, cancellationToken);
        var events = owners.Select(told => EventMapper.ToStored(told.Key, told.Value, gpus, receivedAt, skew))
            .Concat(refused.Where(told => all.Contains(told.Key)).Select(frame => EventMapper.Refused(frame.Key, host, frame.Value, receivedAt)));
        var added = await EventStore.InsertNewAsync(db, [.. await GatewayEvents.WithoutKnownAsync(db, [.. events], cancellationToken)], cancellationToken);
        await ObserveAsync(db, host, added, cancellationToken);
        await ObserveOthersAsync(db, host, owners.Values, added, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        foreach (var inventory in messages.Select(message => message.Inventory).Where(inventory => inventory is not null))
        {
            foreach (var observer in observers)
            {
                observer.OnInventory(host, inventory);
            }
        }
    }

    /// <summary>The Host that speaks: the observers hold its window.</summary>
    private async Task ObserveAsync(FleetDb db, HostIdentity host, IReadOnlyList<StoredEvent> added, CancellationToken cancellationToken)
    {
        db.AddRange(added.Where(stored => stored.HostId != host.Id).Select(stored => GatewayEvents.Entry(host, stored)));
        var own = added.Where(stored => stored.HostId == host.Id).ToArray();
        if (own.Length > 0)
        {
            foreach (var observer in observers)
            {
                await observer.OnEventsAsync(host, own, db, cancellationToken);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Of another Host, whose gateway it is, no window is held, and nothing but its BMC's log is judged. Its own agent may tell the same
    /// records later, and they are then known.</summary>
    private async Task ObserveOthersAsync(
        FleetDb db, HostIdentity host, IEnumerable<HostIdentity> owners, IReadOnlyList<StoredEvent> added, CancellationToken cancellationToken)
    {
        foreach (var other in owners.DistinctBy(owner => owner.Id).Where(owner => owner.Id != host.Id))
        {
            var told = added.Where(stored => stored.HostId == other.Id && stored.Kind == EventKinds.BmcSel).ToArray();
            foreach (var observer in told.Length > 0 ? observers : [])
            {
                await observer.OnBmcEventsAsync(other, told, db, cancellationToken);
            }
        }
    }

    private async Task StoreFilesAsync(FleetDb db, HostIdentity host, IReadOnlyList<ConnectRequest> messages, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        foreach (var part in messages.Select(message => message.Chunk).Where(part => part is not null))
        {
            if (await answers.StoreAsync(db, host, part, receivedAt, cancellationToken) is { } refusal)
            {
                Log.FilePartRefused(logger, host.Name, refusal);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2708, Level = LogLevel.Warning, Message = "A part of a file of {Host} was not taken: {Reason}")]
        public static partial void FilePartRefused(ILogger logger, string host, string reason);
    }
}
