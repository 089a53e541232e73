using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Identity.Agents;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Link.Observers;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Link.Sessions;

/// <summary>Two machines that speak as one Host: a copied disk, or a stolen key. The newest stream is served, as a Host has one writer; here it is
/// told. Told apart from a reboot by time: a machine that was up while the other one spoke is not that one after a reboot; and from a restart, whatever
/// was copied, by the run of the program, whose id is on no disk: of two that take turns one comes back.</summary>
internal sealed partial class DuplicateAgents(
    IDbContextFactory<FleetDb> contexts, IEnumerable<IHostObserver> observers, TimeProvider time, ILogger<DuplicateAgents> logger)
{
    /// <summary>What a kernel's word on its own start may be wrong by.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    /// <summary>Each takes the stream from the other, again and again.</summary>
    private static readonly TimeSpan TellEvery = TimeSpan.FromHours(1);

    private const int LongestId = 64;

    /// <summary>As many machines as take turns are seen. An agent that ends and starts without end has only new ones.</summary>
    private const int RunsKept = 16;

    private readonly IHostObserver[] observers = [.. observers];
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> told = new();

    /// <param name="address">Where the machine connected from.</param>
    public async Task LookAsync(HostIdentity host, Hello hello, string address, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var seen = await OfAnotherBootAsync(db, host, hello, address, now, cancellationToken);
        seen = await OfAFormerRunAsync(db, host, hello, address, now, cancellationToken) ?? seen;
        if (seen is null)
        {
            return;
        }

        foreach (var observer in observers)
        {
            await observer.OnDuplicatedAsync(seen, cancellationToken);
        }

        await TellAsync(db, seen, cancellationToken);
    }

    private static async Task<DuplicateAgent?> OfAnotherBootAsync(
        FleetDb db, HostIdentity host, Hello hello, string address, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!IsId(hello.BootId))
        {
            return null;
        }

        var before = await (
            from row in db.Hosts
            where row.Id == host.Id
            select new
            {
                row.SpeakerBootId,
                HeardAt = db.Heartbeats.Where(heartbeat => heartbeat.HostId == row.Id).Select(heartbeat => (DateTimeOffset?)heartbeat.HeardAt).FirstOrDefault(),
            }).SingleAsync(cancellationToken);
        if (before.SpeakerBootId == hello.BootId)
        {
            return null;
        }

        await db.Hosts.Where(row => row.Id == host.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.SpeakerBootId, hello.BootId), cancellationToken);
        return before is { SpeakerBootId: { } other, HeardAt: { } heardAt } && UpSince(hello, now) is { } upSince && heardAt > upSince
            ? new DuplicateAgent(host, hello.BootId, other, heardAt, address, now)
            : null;
    }

    /// <summary>A run that another one took the word from never speaks again where there is one machine: its program ended before the other began. One
    /// that tells no run takes the word too: an agent of 0.1.0, or somebody who would pass for one.</summary>
    private static async Task<DuplicateAgent?> OfAFormerRunAsync(
        FleetDb db, HostIdentity host, Hello hello, string address, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var run = IsId(hello.RunId) ? hello.RunId : null;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var lineage = await Lineages.LockAsync(db, host.Id, cancellationToken);
        // One that waited for the database while another came is no newcomer.
        if (lineage.RunId == run || lineage.RunSince > now)
        {
            return null;
        }

        var since = run is not null && lineage.FormerRuns.Contains(run) ? lineage.RunSince : null;
        lineage.FormerRuns = [.. lineage.FormerRuns.Prepend(lineage.RunId).OfType<string>().Where(former => former != run).Take(RunsKept)];
        (lineage.RunId, lineage.RunSince) = (run, now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return since is { } at ? new DuplicateAgent(host, hello.BootId, hello.BootId, at, address, now) : null;
    }

    // Both are UUIDs; a longer word, or one that no database takes, tells of no machine of ours.
    private static bool IsId(string said) => said.Length is > 0 and <= LongestId && !said.Contains('\0', StringComparison.Ordinal);

    /// <summary>By our clock: the machine's may be wrong. Null: it does not tell.</summary>
    private static DateTimeOffset? UpSince(Hello hello, DateTimeOffset now) =>
        hello is { BootedAt: { } bootedAt, Now: { } itsNow } ? now - (itsNow.ToDateTimeOffset() - bootedAt.ToDateTimeOffset()) + Margin : null;

    private async Task TellAsync(FleetDb db, DuplicateAgent seen, CancellationToken cancellationToken)
    {
        if (told.TryGetValue(seen.Host.Id, out var last) && seen.At - last < TellEvery)
        {
            return;
        }

        told[seen.Host.Id] = seen.At;
        Log.HostDuplicated(logger, seen.Host.Name);
        db.Add(new JournalEntry
        {
            At = seen.At,
            Actor = "agent:" + seen.Host.Name,
            Kind = JournalKinds.HostDuplicated,
            SiteId = seen.Host.SiteId,
            HostId = seen.Host.Id,
            Summary = seen.Sentence + " A copied disk, or a stolen key: revoke the Host and enroll the right machine anew.",
        });
        await db.SaveChangesAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2709, Level = LogLevel.Error, Message = "Two machines speak as {Host}: a copied disk, or a stolen key; the newest stream is served")]
        public static partial void HostDuplicated(ILogger logger, string host);
    }
}
