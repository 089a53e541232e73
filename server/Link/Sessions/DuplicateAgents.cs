using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Link.Observers;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Link.Sessions;

/// <summary>Two machines that speak as one Host: a copied disk, or a stolen key. The newest stream is served, as a Host has one writer; here it is
/// told. Told apart from a reboot by time: a machine that was up while the other one spoke is not that one after a reboot.</summary>
internal sealed partial class DuplicateAgents(
    IDbContextFactory<FleetDb> contexts, IEnumerable<IHostObserver> observers, TimeProvider time, ILogger<DuplicateAgents> logger)
{
    /// <summary>What a kernel's word on its own start may be wrong by.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    /// <summary>Each takes the stream from the other, again and again.</summary>
    private static readonly TimeSpan TellEvery = TimeSpan.FromHours(1);

    private const int LongestBootId = 64;

    private readonly IHostObserver[] observers = [.. observers];
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> told = new();

    /// <param name="address">Where the machine connected from.</param>
    public async Task LookAsync(HostIdentity host, Hello hello, string address, CancellationToken cancellationToken)
    {
        // A boot id is a UUID; a longer word, or one that no database takes, tells of no machine of ours.
        if (hello.BootId.Length is 0 or > LongestBootId || hello.BootId.Contains('\0', StringComparison.Ordinal))
        {
            return;
        }

        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
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
            return;
        }

        await db.Hosts.Where(row => row.Id == host.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.SpeakerBootId, hello.BootId), cancellationToken);
        if (before is not { SpeakerBootId: { } other, HeardAt: { } heardAt } || UpSince(hello, now) is not { } upSince || heardAt <= upSince)
        {
            return;
        }

        var seen = new DuplicateAgent(host, hello.BootId, other, heardAt, address, now);
        foreach (var observer in observers)
        {
            await observer.OnDuplicatedAsync(seen, cancellationToken);
        }

        await TellAsync(db, seen, cancellationToken);
    }

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
