using System.Globalization;
using SovereignFleet.Agent.Exposition.Observation;
using SovereignFleet.Agent.Exposition.Page;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Exposition.Gpus;

/// <summary>The NVLinks that need somebody: those that are down or have counted errors. Of 144 links on a Host all others would be zeros,
/// eight families of them, and the sums over a GPU's links say already that there are none.</summary>
internal static class NvLinkFamilies
{
    private const int ErrorRateShift = 8;

    private static readonly (string Name, Func<NvLinkReading, ulong> Read)[] Errors =
    [
        ("crc", link => link.CrcErrors), ("replay", link => link.Replays), ("recovery", link => link.Recoveries),
        ("failed_recovery", link => link.FailedRecoveries), ("integrity", link => link.IntegrityErrors),
        ("malformed_packet", link => link.MalformedPackets), ("receive", link => link.ReceiveErrors),
    ];

    public static void Write(PageWriter page, List<(ObservedGpu Seen, GpuLabels Labels)> gpus)
    {
        GpuPart.WriteDcgm(
            page, gpus, "DCGM_FI_DEV_NVLINK_COUNT_EFFECTIVE_BER_FLOAT", MetricType.Gauge, "NVLink 5 effective bit error rate of the worst link.",
            gpu => gpu.Reading.HasNvlinkEffectiveBer ? ErrorRate(gpu.Reading.NvlinkEffectiveBer) : null);
        GpuPart.WriteDcgm(
            page, gpus, "DCGM_FI_DEV_NVLINK_COUNT_SYMBOL_BER_FLOAT", MetricType.Gauge, "NVLink 5 symbol bit error rate of the worst link.",
            gpu => gpu.Reading.HasNvlinkSymbolBer ? ErrorRate(gpu.Reading.NvlinkSymbolBer) : null);
        page.Family("sovereignfleet_gpu_nvlink_up", MetricType.Gauge, "0 where the NVLink is down, 1 where it is up and has counted errors; others are not shown.");
        foreach (var (link, labels) in Links(gpus))
        {
            if (link.HasUp)
            {
                page.Sample(labels.Of("nvlink", Number(link)), link.Up ? 1 : 0);
            }
        }

        page.Family("sovereignfleet_gpu_nvlink_errors_total", MetricType.Counter, "Errors that one NVLink has counted; those without any are not shown.");
        foreach (var (link, labels) in Links(gpus))
        {
            WriteErrors(page, link, labels);
        }
    }

    private static IEnumerable<(NvLinkReading Link, GpuLabels Labels)> Links(List<(ObservedGpu Seen, GpuLabels Labels)> gpus) =>
        from gpu in gpus
        from link in gpu.Seen.Reading.Links
        select (link, gpu.Labels);

    private static void WriteErrors(PageWriter page, NvLinkReading link, GpuLabels labels)
    {
        foreach (var (name, read) in Errors)
        {
            if (read(link) is > 0 and var count)
            {
                page.Sample(labels.Of("nvlink", Number(link), "error", name), (long)Math.Min(count, long.MaxValue));
            }
        }
    }

    private static string Number(NvLinkReading link) => link.Link.ToString(CultureInfo.InvariantCulture);

    // NVML's coding: mantissa in bits 8 to 11, times ten to minus the exponent in bits 0 to 7.
    private static double ErrorRate(long coded) => (coded >> ErrorRateShift & 0xf) * Math.Pow(10, -(coded & 0xff));
}
