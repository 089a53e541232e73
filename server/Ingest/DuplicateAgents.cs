using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Database;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Journal;

namespace SovereignFleet.Server.Ingest;

/// <summary>Two machines that speak as one Host: a copied disk, or a stolen key. The newest stream is served, as a Host has one writer; here it is
/// told. Told apart from a reboot by time: a machine that was up while the other one spoke is not that one after a reboot.</summary>
internal sealed partial class DuplicateAgents(IDbContextFactory<FleetDb> contexts, TimeProvider time, ILogger<DuplicateAgents> logger)
{
    /// <summary>What a kernel's word on its own start may be wrong by.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    /// <summary>Each takes the stream from the other, again and again.</summary>
    private static readonly TimeSpan TellEvery = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> told = new();

    public async Task LookAsync(HostIdentity host, Hello hello, CancellationToken cancellationToken)
    {
        if (hello.BootedAt is null || hello.Now is null || hello.BootId.Length == 0)
            return;
        var now = time.GetUtcNow();
        var upSince = now - (hello.Now.ToDateTimeOffset() - hello.BootedAt.ToDateTimeOffset()) + Margin;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var heardAt = await (
            from row in db.Set<Fleet.Host>()
            join pulse in db.Set<HostPulse>() on row.Id equals pulse.HostId
            where row.Id == host.Id && row.BootId != hello.BootId && pulse.HeardAt > upSince
            select (DateTimeOffset?)pulse.HeardAt).SingleOrDefaultAsync(cancellationToken);
        if (heardAt is null || (told.TryGetValue(host.Id, out var last) && now - last < TellEvery))
            return;
        told[host.Id] = now;
        Log.Two(logger, host.Name);
        db.Add(new JournalEntry
        {
            At = now,
            Actor = "agent:" + host.Name,
            Kind = JournalKinds.HostDuplicated,
            SiteId = host.SiteId,
            HostId = host.Id,
            Summary = $"Two machines speak as {host.Name}: one that was up already connected while another was heard at {heardAt.Value.UtcDateTime:HH:mm:ss} UTC. "
                + "A copied disk, or a stolen key: revoke the Host and enroll the right machine anew.",
        });
        await db.SaveChangesAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Two machines speak as {Host}: a copied disk, or a stolen key; the newest stream is served")]
        public static partial void Two(ILogger logger, string host);
    }
}
