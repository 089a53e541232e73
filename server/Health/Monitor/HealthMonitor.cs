using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Fleet.Ownership;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Rules;
using SovereignFleet.Server.Health.Window;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Link.Events;
using SovereignFleet.Server.Link.Observers;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Health.Monitor;

/// <summary>Judges each live Frame and each Event as it arrives. A Frame that changes nothing costs no database call; a Finding is stored in the
/// second in which it is found, one of an Event in the Event's own transaction.</summary>
internal sealed partial class HealthMonitor(
    IEnumerable<IHealthRule> rules, IDbContextFactory<FleetDb> contexts, AgentJournal journal, TimeProvider time, ILogger<HealthMonitor> logger) : IHostObserver
{
    private readonly IReadOnlyList<IHealthRule> rules = new NameTable<IHealthRule>("health rule", rules, rule => rule.Identity.Name).All;
    /// <summary>A person or the inventory may say at any time what is expected of a Host; while a Condition rests on it, it is asked for soon.</summary>
    private static readonly TimeSpan ExpectedStands = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ExpectedStandsInDoubt = TimeSpan.FromSeconds(15);
    private readonly ConcurrentDictionary<Guid, GuardedWindow> windows = new();

    public async Task OnConnectedAsync(HostIdentity host, string bootId, CancellationToken cancellationToken)
    {
        var window = new HostWindow(host) { BootId = bootId };
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Hosts.Where(row => row.Id == host.Id).Select(row => row.Inventory).SingleOrDefaultAsync(cancellationToken) is { } inventory)
        {
            window.Add(await SettledInventory.OfAsync(db, host.Id, Inventory.Parser.ParseFrom(inventory), cancellationToken));
        }
        // The last Frame is the baseline of every counter: what stepped up while nobody listened is found by the next one.
        if (await db.Heartbeats.SingleOrDefaultAsync(row => row.HostId == host.Id, cancellationToken) is { Frame: { } bytes } heartbeat)
        {
            var frame = Frame.Parser.ParseFrom(bytes);
            // What it read then may be another Host's by now.
            var foreign = await GpuOwners.ForeignAsync(db, host.Id, [.. frame.Gpus.Select(reading => reading.Uuid)], cancellationToken);
            foreach (var other in frame.Gpus.Where(reading => foreign.Contains(reading.Uuid)).ToArray())
            {
                frame.Gpus.Remove(other);
            }

            window.Add(frame, heartbeat.HeardAt);
        }

        window.Open = await ConditionStore.OpenAsync(db, host.Id, cancellationToken);
        await ExpectedReader.ReadAsync(db, window, cancellationToken);
        windows[host.Id] = new GuardedWindow(window) { ExpectedAt = time.GetUtcNow() };
    }

    public async Task OnFrameAsync(HostIdentity host, Frame frame, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        var guarded = windows[host.Id];
        await guarded.Gate.WaitAsync(cancellationToken);
        try
        {
            await ExpectAsync(guarded, receivedAt, cancellationToken);
            guarded.Window.Add(frame, receivedAt);
            await StoreAsync(guarded.Window, receivedAt, cancellationToken);
        }
        finally
        {
            guarded.Gate.Release();
        }
    }

    public async Task OnBmcAsync(BmcWord word, CancellationToken cancellationToken)
    {
        // Whatever else is known of that Host its own stream tells, maybe on another replica: here only its BMC is judged.
        var window = new HostWindow(word.Host);
        window.Add(word);
        await JudgeAloneAsync(window, word.At, cancellationToken);
    }

    public async Task OnBmcEventsAsync(HostIdentity host, IReadOnlyList<StoredEvent> events, FleetDb db, CancellationToken cancellationToken)
    {
        var window = new HostWindow(host) { Open = await ConditionStore.OpenAsync(db, host.Id, cancellationToken) };
        window.Add(events);
        var now = time.GetUtcNow();
        await ConditionStore.ApplyAsync(db, host, Judge(window, now), now, cancellationToken);
    }

    public Task OnDuplicatedAsync(DuplicateAgent seen, CancellationToken cancellationToken) =>
        JudgeAloneAsync(new HostWindow(seen.Host) { Duplicate = seen }, seen.At, cancellationToken);

    public Task OnSupersededAsync(SupersededAgent seen, CancellationToken cancellationToken) =>
        JudgeAloneAsync(new HostWindow(seen.Host) { Superseded = seen }, seen.At, cancellationToken);

    public async Task OnEventsAsync(HostIdentity host, IReadOnlyList<StoredEvent> events, FleetDb db, CancellationToken cancellationToken)
    {
        var guarded = windows[host.Id];
        await guarded.Gate.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            guarded.Window.Add(events);
            foreach (var seen in events.Where(seen => seen.IsOfServer || journal.Take(host.Id, Named(seen))))
            {
                db.Add(Entry(host, seen));
            }

            guarded.Window.Open = await ConditionStore.ApplyAsync(db, host, Judge(guarded.Window, now), now, cancellationToken);
        }
        finally
        {
            guarded.Gate.Release();
        }
    }

    public void OnInventory(HostIdentity host, SettledInventory inventory)
    {
        var guarded = windows[host.Id];
        guarded.Window.Add(inventory);
        // It may have taught what is expected.
        guarded.ExpectedAt = null;
    }

    public void OnDisconnected(HostIdentity host) => windows.TryRemove(host.Id, out _);

    private async Task ExpectAsync(GuardedWindow guarded, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var stands = guarded.Window.Open.Any(open => FaultCatalog.RestsOnProfile(open.Code)) ? ExpectedStandsInDoubt : ExpectedStands;
        if (guarded.ExpectedAt is { } at && now - at < stands)
        {
            return;
        }

        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            await ExpectedReader.ReadAsync(db, guarded.Window, cancellationToken);
            guarded.ExpectedAt = now;
        }
        catch (Exception error) when (error is Npgsql.NpgsqlException or TimeoutException && !cancellationToken.IsCancellationRequested)
        {
            Log.ExpectedNotRead(logger, guarded.Window.Host.Name, error.Message);
        }
    }

    private async Task JudgeAloneAsync(HostWindow window, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            window.Open = await ConditionStore.OpenAsync(db, window.Host.Id, cancellationToken);
        }

        await StoreAsync(window, now, cancellationToken);
    }

    private async Task StoreAsync(HostWindow window, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var verdicts = Judge(window, now);
        if (!verdicts.Any(verdict => verdict.Matters(window.Open.FirstOrDefault(verdict.IsOf), now)))
        {
            return;
        }

        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            window.Open = await ConditionStore.ApplyAsync(db, window.Host, verdicts, now, cancellationToken);
        }
        catch (Exception error) when (error is Npgsql.NpgsqlException or DbUpdateException or TimeoutException && !cancellationToken.IsCancellationRequested)
        {
            // What lasts is found again by the next reading.
            Log.ConditionsNotStored(logger, window.Host.Name, error.Message);
        }
    }

    private Verdict[] Judge(HostWindow window, DateTimeOffset now)
    {
        Verdict[] verdicts = [.. rules.SelectMany(rule => Judge(rule, window, now))];
        var untaken = ConditionRoom.Untaken(verdicts, window.Open);
        journal.Count(window.Host.Id, "Conditions not opened", untaken.Count);
        return untaken.Count == 0 ? verdicts : [.. verdicts.Where(verdict => !untaken.Contains(verdict))];
    }

    // One rule that fails must not blind the others.
    private Verdict[] Judge(IHealthRule rule, HostWindow window, DateTimeOffset now)
    {
        try
        {
            return [.. rule.Judge(window, now)];
        }
        catch (Exception error)
        {
            Log.RuleFailed(logger, error, rule.Name, window.Host.Name);
            return [];
        }
    }

    private static JournalEntry Entry(HostIdentity host, StoredEvent seen) => new()
    {
        At = seen.ReceivedAt,
        Actor = "agent:" + host.Name,
        Kind = JournalKinds.EventSeen,
        SiteId = host.SiteId,
        HostId = host.Id,
        GpuUuid = seen.GpuUuid,
        Summary = seen.Kind == EventKinds.Xid ? $"XID {seen.Code}{Cause(seen)}: {seen.Text}" : $"{seen.Kind}: {seen.Text}",
        Data = seen.Detail,
    };

    private static string Named(StoredEvent seen) => seen.Kind == EventKinds.Xid ? $"XID {seen.Code}" : seen.Kind;

    private static string Cause(StoredEvent seen) =>
        EventDetail.Read(seen).GetValueOrDefault("follows_xid") is { Length: > 0 } cause ? $" after XID {cause}" : "";

    private static partial class Log
    {
        [LoggerMessage(EventId = 2901, Level = LogLevel.Error, Message = "Rule {Rule} failed on {Host}")]
        public static partial void RuleFailed(ILogger logger, Exception error, string rule, string host);

        [LoggerMessage(EventId = 2902, Level = LogLevel.Warning, Message = "The Conditions of {Host} could not be stored and are judged again: {Reason}")]
        public static partial void ConditionsNotStored(ILogger logger, string host, string reason);

        [LoggerMessage(EventId = 2905, Level = LogLevel.Warning, Message = "What is expected of {Host} could not be read and is asked for again: {Reason}")]
        public static partial void ExpectedNotRead(ILogger logger, string host, string reason);
    }
}
