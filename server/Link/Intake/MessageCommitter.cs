using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Ownership;
using SovereignFleet.Server.Link.Events;
using SovereignFleet.Server.Link.Gateway;
using SovereignFleet.Server.Link.Observers;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Link.Intake;

/// <summary>Stores what must be known at once, in one transaction with what it leads to.</summary>
internal sealed partial class MessageCommitter(
    IDbContextFactory<FleetDb> contexts, HostRegistry registry, GpuBook book, IEnumerable<IHostObserver> observers, GatewayEvents gateway, ICommandAnswers answers,
    ILogger<MessageCommitter> logger)
{
    private readonly IHostObserver[] observers = [.. observers];
    private readonly ConcurrentDictionary<(Guid HostId, string Reason), byte> toldParts = new();

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
        var inventories = new List<SettledInventory>();
        foreach (var inventory in messages.Select(message => message.Inventory).Where(inventory => inventory is not null))
        {
            inventories.Add(await registry.RecordAsync(host.Id, inventory, db, cancellationToken));
        }

        await StoreAnswersAsync(db, host, messages, receivedAt, cancellationToken);
        var owners = await gateway.OwnersAsync(db, host, messages, receivedAt, cancellationToken);
        var events = (await EventsAsync(db, host, owners, receivedAt, skew, cancellationToken))
            .Concat(refused.Where(told => all.Contains(told.Key)).Select(frame => EventMapper.Refused(frame.Key, host, frame.Value, receivedAt)));
        var added = await gateway.StoreAsync(db, host, [.. events], cancellationToken);
        await ObserveAsync(db, host, added, cancellationToken);
        await ObserveOthersAsync(db, host, owners.Values, added, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Show(host, inventories);
    }

    /// <summary>Looks again whether GPUs that the Host's last Inventory names have come over to it.</summary>
    public async Task SettleAsync(HostIdentity host, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var inventory = await registry.SettleAsync(host.Id, db, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Show(host, inventory is null ? [] : [inventory]);
    }

    private void Show(HostIdentity host, IReadOnlyList<SettledInventory> inventories)
    {
        foreach (var inventory in inventories)
        {
            book.Compare(host.Id, inventory);
            foreach (var observer in observers)
            {
                observer.OnInventory(host, inventory);
            }
        }
    }

    /// <summary>Events name GPUs of the Host that speaks, and of no other.</summary>
    /// <param name="owners">Each Event's message, and the Host that it is of.</param>
    private static async Task<IEnumerable<StoredEvent>> EventsAsync(
        FleetDb db, HostIdentity host, IReadOnlyDictionary<ConnectRequest, HostIdentity> owners, DateTimeOffset receivedAt, TimeSpan skew, CancellationToken cancellationToken)
    {
        var gpus = await GpuDirectory.LoadAsync(db, host.Id, owners.Keys.Select(message => message.Event.GpuUuid), cancellationToken);
        return owners.Select(told => EventMapper.ToStored(told.Key, told.Value, told.Value.Id == host.Id ? gpus : GpuDirectory.None, receivedAt, skew));
    }

    /// <summary>The Host that speaks: the observers hold its window.</summary>
    private async Task ObserveAsync(FleetDb db, HostIdentity host, IReadOnlyList<StoredEvent> added, CancellationToken cancellationToken)
    {
        db.AddRange(gateway.Entries(host, added.Where(stored => stored.HostId != host.Id)));
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

    private async Task StoreAnswersAsync(FleetDb db, HostIdentity host, IReadOnlyList<ConnectRequest> messages, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        foreach (var part in messages.Select(message => message.Chunk).Where(part => part is not null))
        {
            if (await answers.StoreAsync(db, host, part, receivedAt, cancellationToken) is { } refusal && toldParts.TryAdd((host.Id, refusal), 0))
            {
                // Once: what more there is is counted, and no agent fills the log.
                Log.FilePartRefused(logger, host.Name, refusal);
            }
        }

        foreach (var result in messages.Select(message => message.Result).Where(result => result is not null))
        {
            await answers.RecordAsync(db, host, result, receivedAt, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2708, Level = LogLevel.Warning, Message = "A part of a file of {Host} was not taken: {Reason}")]
        public static partial void FilePartRefused(ILogger logger, string host, string reason);
    }
}
