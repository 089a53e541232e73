using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Ownership;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Link.Intake;

/// <summary>Of which GPUs an agent may speak in its Frames. What is behind it may trust that a reading is of a GPU of the Host that sent it.</summary>
internal sealed partial class GpuBook(IDbContextFactory<FleetDb> contexts, TimeProvider time, ILogger<GpuBook> logger)
{
    /// <summary>A GPU is taken from nobody who is heard, so this is soon enough.</summary>
    private static readonly TimeSpan CachedFor = TimeSpan.FromMinutes(1);

    /// <summary>One that another Host has may have come over.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(15);

    /// <summary>An agent that invents GPUs fills neither our memory nor the table of the minutes.</summary>
    private const int MostOfOne = 256;

    private readonly ConcurrentDictionary<Guid, Page> pages = new();

    /// <summary>Takes out of the Frame what is no GPU of the Host, and brings the UUIDs to their one spelling.</summary>
    /// <returns>Whether it names other Hosts' GPUs and it is time to see whether they have come over.</returns>
    public async Task<bool> KeepOwnAsync(HostIdentity host, Frame frame, CancellationToken cancellationToken)
    {
        // A GPU that cannot say its UUID is told by its place: it is nobody else's.
        var named = frame.Gpus.Where(reading => reading.Uuid.Length > 0).ToArray();
        if (named.Length == 0)
        {
            return false;
        }

        foreach (var reading in named)
        {
            reading.Uuid = GpuNames.Of(reading.Uuid);
        }

        var known = pages.GetValueOrDefault(host.Id);
        var isOld = known is null || IsOld(known);
        var isNew = isOld || named.Any(reading => GpuNames.IsFit(reading.Uuid) && !known!.Own.Contains(reading.Uuid) && !known.Foreign.Contains(reading.Uuid));
        var page = isNew ? await ReadAsync(host, known, [.. named.Select(reading => reading.Uuid)], cancellationToken) : known!;
        foreach (var other in named.Where(reading => !page.Own.Contains(reading.Uuid)))
        {
            frame.Gpus.Remove(other);
        }

        return isOld && page.Foreign.Count > 0;
    }

    /// <summary>A new stream: since the last one another Host may have got them.</summary>
    public void Forget(Guid hostId)
    {
        if (pages.TryGetValue(hostId, out var page))
        {
            pages[hostId] = page with { ReadAt = null };
        }
    }

    /// <summary>Its Inventory says otherwise than what is known.</summary>
    public void Compare(Guid hostId, SettledInventory inventory)
    {
        if (pages.TryGetValue(hostId, out var page)
            && (inventory.Own.Any(info => page.Foreign.Contains(info.Uuid)) || inventory.Waiting.Any(claim => page.Own.Contains(claim.Uuid))))
        {
            Forget(hostId);
        }
    }

    private bool IsOld(Page page) => page.ReadAt is not { } at || time.GetElapsedTime(at) >= (page.Foreign.Count > 0 ? LookAgain : CachedFor);

    private async Task<Page> ReadAsync(HostIdentity host, Page? before, string[] named, CancellationToken cancellationToken)
    {
        // An old page is begun anew; to one that holds, what is new is added.
        var all = before is null || IsOld(before) ? [] : before.Own.Concat(before.Foreign);
        string[] uuids = [.. named.Concat(all).Where(GpuNames.IsFit).Distinct().Take(MostOfOne)];
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var readAt = time.GetTimestamp();
        var foreign = await GpuOwners.ForeignAsync(db, host.Id, uuids, cancellationToken);
        var page = pages[host.Id] = new Page(readAt, uuids.Where(uuid => !foreign.Contains(uuid)).ToHashSet(), foreign);
        var news = foreign.Where(uuid => before?.Foreign.Contains(uuid) != true).Order(StringComparer.Ordinal).ToArray();
        if (news.Length > 0)
        {
            Log.ForeignGpus(logger, host.Name, string.Join(", ", news));
        }

        return page;
    }

    /// <param name="ReadAt">Null: it is to be read anew.</param>
    private sealed record Page(long? ReadAt, IReadOnlySet<string> Own, IReadOnlySet<string> Foreign);

    private static partial class Log
    {
        [LoggerMessage(EventId = 2715, Level = LogLevel.Warning, Message = "{Host} tells readings of GPUs that other Hosts have: {Gpus}. They are not taken")]
        public static partial void ForeignGpus(ILogger logger, string host, string gpus);
    }
}
