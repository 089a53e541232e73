using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Identity.Agents;
using SovereignFleet.Server.Identity.Authority;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Link.Observers;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Link.Sessions;

/// <summary>Tells of certificates that are shown after another one took their place: of two machines that had the same key one is a copy, and which
/// one only a person can say.</summary>
internal sealed partial class SupersededAgents(
    IDbContextFactory<FleetDb> contexts, IEnumerable<IHostObserver> observers, TimeProvider time, ILogger<SupersededAgents> logger) : ISupersededWatch
{
    /// <summary>Whoever is refused may try as often as a network lets it.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan TellEvery = TimeSpan.FromHours(1);

    private readonly IHostObserver[] observers = [.. observers];
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> looked = new();
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> told = new();

    public async Task OnShownAsync(AgentPrincipal agent, string address, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!IsDue(looked, agent.HostId, now, LookEvery))
        {
            return;
        }

        looked[agent.HostId] = now;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await DeclaredHosts.FindAsync(db, agent.HostId, cancellationToken) is not { } host)
        {
            return;
        }

        var seen = new SupersededAgent(host, agent.Serial, address, now);
        foreach (var observer in observers)
        {
            await observer.OnSupersededAsync(seen, cancellationToken);
        }

        if (IsDue(told, host.Id, now, TellEvery))
        {
            Log.CertificateSuperseded(logger, host.Name, address);
            db.Add(new JournalEntry
            {
                At = now,
                Actor = "agent:" + host.Name,
                Kind = JournalKinds.CertificateSuperseded,
                SiteId = host.SiteId,
                HostId = host.Id,
                Summary = $"{seen.Sentence} Its serial is {seen.Serial}. A copied disk, or a stolen key.",
            });
            await db.SaveChangesAsync(cancellationToken);
            told[host.Id] = now;
        }
    }

    private static bool IsDue(ConcurrentDictionary<Guid, DateTimeOffset> last, Guid hostId, DateTimeOffset now, TimeSpan every) =>
        !last.TryGetValue(hostId, out var at) || now - at >= every;

    private static partial class Log
    {
        [LoggerMessage(EventId = 2716, Level = LogLevel.Error, Message = "A certificate of {Host} that another one took the place of was shown from {Address}, and refused: a copied disk, or a stolen key")]
        public static partial void CertificateSuperseded(ILogger logger, string host, string address);
    }
}
