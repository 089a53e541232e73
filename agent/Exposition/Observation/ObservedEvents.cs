using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Exposition.Observation;

/// <summary>How many Events of each kind passed since the start, the XIDs of each GPU and the SXids of each NVSwitch.</summary>
internal sealed class ObservedEvents(TimeProvider time)
{
    /// <summary>Over which dcgm-exporter counts XIDs and clock events, as its own default.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>A failing GPU tells thousands; what is beyond is not needed to see that.</summary>
    private const int MostKept = 4096;

    private readonly SortedDictionary<string, long> counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> lastXids = new(StringComparer.Ordinal);
    private readonly Queue<(long At, string Uuid, int Xid, uint Count)> xids = [];

    private readonly SortedDictionary<(string Uuid, int Xid), long> totals = [];

    public IReadOnlyDictionary<string, long> Counts => counts;

    public ObservedSxids Sxids { get; } = new();

    public void Take(Event happened, Inventory? inventory)
    {
        counts[happened.Kind] = counts.GetValueOrDefault(happened.Kind) + Math.Max(1, happened.Count);
        if (happened.Host.Length == 0)
        {
            Sxids.Take(happened);
        }

        if (happened.Kind != EventKinds.Xid || happened.Host.Length > 0 || UuidOf(happened, inventory) is not { } uuid)
        {
            return;
        }

        lastXids[uuid] = happened.Code;
        totals[(uuid, happened.Code)] = totals.GetValueOrDefault((uuid, happened.Code)) + Math.Max(1, happened.Count);
        xids.Enqueue((time.GetTimestamp(), uuid, happened.Code, Math.Max(1, happened.Count)));
        while (xids.Count > MostKept || (xids.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At) > Window))
        {
            xids.Dequeue();
        }
    }

    /// <summary>Zero: none since the start, as DCGM says it.</summary>
    public int LastXid(string uuid) => lastXids.GetValueOrDefault(uuid);

    /// <summary>Since the start.</summary>
    public IEnumerable<(int Xid, long Count)> Xids(string uuid) =>
        totals.Where(seen => seen.Key.Uuid == uuid).Select(seen => (seen.Key.Xid, seen.Value));

    public IEnumerable<(int Xid, long Count)> RecentXids(string uuid) =>
        from seen in xids
        where seen.Uuid == uuid && time.GetElapsedTime(seen.At) <= Window
        group seen.Count by seen.Xid into same
        orderby same.Key
        select (same.Key, same.Sum(count => count));

    // "0000:05:00" of the kernel's log is "00000000:05:00.0" of NVML.
    private static string? UuidOf(Event happened, Inventory? inventory) => happened.GpuUuid.Length > 0
        ? happened.GpuUuid
        : inventory?.Gpus.FirstOrDefault(gpu => happened.PciAddress.Length > 0
            && gpu.PciAddress.Contains(happened.PciAddress, StringComparison.OrdinalIgnoreCase))?.Uuid;
}
