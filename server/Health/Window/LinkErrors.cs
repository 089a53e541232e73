using SovereignFleet.Proto.Link;

namespace SovereignFleet.Server.Health.Window;

/// <summary>What a GPU's NVLinks count that a sound link does not have.</summary>
internal static class LinkErrors
{
    /// <summary>Replays and recoveries, good and failed, and what NVLink 5 counts in words of its own; null: this GPU counts none of it.</summary>
    public static long? Retries(GpuReading reading)
    {
        long? sum = null;
        foreach (var (has, value) in new[]
        {
            (reading.HasNvlinkReplays, reading.NvlinkReplays), (reading.HasNvlinkRecoveries, reading.NvlinkRecoveries),
            (reading.HasNvlinkFailedRecoveries, reading.NvlinkFailedRecoveries), (reading.HasNvlinkMalformedPackets, reading.NvlinkMalformedPackets),
            (reading.HasNvlinkReceiveErrors, reading.NvlinkReceiveErrors), (reading.HasNvlinkIntegrityErrors, reading.NvlinkIntegrityErrors),
        })
        {
            sum = has ? (sum ?? 0) + value : sum;
        }

        return sum;
    }
}
