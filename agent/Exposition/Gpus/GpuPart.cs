using System.Globalization;
using SovereignFleet.Agent.Exposition.Http;
using SovereignFleet.Agent.Exposition.Observation;
using SovereignFleet.Agent.Exposition.Page;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Exposition.Gpus;

/// <summary>The GPUs, in dcgm-exporter's names, labels and order of labels.</summary>
internal sealed class GpuPart(Observed observed, ExpositionFacts facts, MetricsOptions options) : IMetricsPart
{
    /// <summary>NVML's bits in the words of dcgm-exporter.</summary>
    private static readonly (long Bit, string Name)[] ClockEvents =
    [
        (0x1, "gpu_idle"), (0x2, "clocks_setting"), (0x4, "power_cap"), (0x8, "hw_slowdown"), (0x10, "sync_boost"),
        (0x20, "sw_thermal"), (0x40, "hw_thermal"), (0x80, "hw_power_brake"), (0x100, "display_clocks"),
    ];

    private const double KibTimes1000 = 1024 * 1000;

    private static readonly string WindowText = ((int)ObservedEvents.Window.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

    private readonly Dictionary<string, (GpuInfo? Info, uint Index, GpuLabels Labels)> labels = new(StringComparer.Ordinal);

    public void Write(PageWriter page)
    {
        var gpus = observed.Gpus.Select(gpu => (Seen: gpu, Labels: LabelsOf(gpu))).ToList();
        foreach (var metric in GpuMetrics.All)
        {
            page.Family(metric.Name, metric.Type, metric.Help);
            foreach (var (seen, of) in gpus)
            {
                if (metric.ReadInstance is not null && seen.Reading.Instances.Count > 0)
                {
                    WriteInstances(page, metric, seen.Reading.Instances, of);
                }
                else if (metric.Read(seen.Reading) is { } value)
                {
                    Write(page, metric.IsDcgm ? of.Dcgm : of.Own, value, metric.Unit);
                }
            }
        }

        page.Family("sovereignfleet_gpu_present", MetricType.Gauge, "1 where the driver reaches the GPU, 0 where it is lost or unreadable.");
        gpus.ForEach(gpu => page.Sample(gpu.Labels.Own, gpu.Seen.Reading.State is GpuReading.Types.State.Present ? 1 : 0));
        WriteDcgm(page, gpus, "DCGM_FI_PROF_PCIE_TX_BYTES", MetricType.Gauge, "Sent over PCIe, bytes per second.", gpu => gpu.PcieTransmitRate);
        WriteDcgm(page, gpus, "DCGM_FI_PROF_PCIE_RX_BYTES", MetricType.Gauge, "Received over PCIe, bytes per second.", gpu => gpu.PcieReceiveRate);

        // DCGM calls this rate a counter, and counts so: KiB of both directions, divided by 1000.
        WriteDcgm(
            page, gpus, "DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL", MetricType.Counter, "Moved over all NVLinks, both directions, MB per second.",
            gpu => gpu.NvLinkRate is { } rate ? Math.Truncate(rate / KibTimes1000) : null);
        WriteDcgm(
            page, gpus, "DCGM_FI_DEV_MIG_MODE", MetricType.Gauge, "1 where MIG is on.",
            gpu => gpu.Info is { HasMigEnabled: true } info ? info.MigEnabled ? 1 : 0 : null);
        WriteXids(page, gpus);
        WriteClockEvents(page, gpus);
        FabricFamilies.Write(page, gpus);
        NvLinkFamilies.Write(page, gpus);
    }

    private static void WriteInstances(PageWriter page, GpuMetric metric, IEnumerable<InstanceReading> instances, GpuLabels labels)
    {
        foreach (var one in instances)
        {
            if (metric.ReadInstance!(one) is { } value)
            {
                Write(page, labels.OfInstance(one.Profile, one.Id), value, metric.Unit);
            }
        }
    }

    private static void Write(PageWriter page, LabelSet labels, long value, double unit)
    {
        if (unit == 1)
        {
            page.Sample(labels, value);
        }
        else
        {
            page.Sample(labels, value / unit);
        }
    }

    internal static void WriteDcgm(
        PageWriter page, List<(ObservedGpu Seen, GpuLabels Labels)> gpus, string name, MetricType type, string help, Func<ObservedGpu, double?> read)
    {
        page.Family(name, type, help);
        foreach (var (seen, labels) in gpus)
        {
            if (read(seen) is { } value)
            {
                page.Sample(labels.Dcgm, value);
            }
        }
    }

    private void WriteXids(PageWriter page, List<(ObservedGpu Seen, GpuLabels Labels)> gpus)
    {
        page.Family("DCGM_FI_DEV_XID_ERRORS", MetricType.Gauge, "The last XID since the agent started; 0 where there was none.");
        gpus.ForEach(gpu => page.Sample(gpu.Labels.Dcgm, observed.Events.LastXid(gpu.Seen.Reading.Uuid)));
        page.Family("DCGM_EXP_XID_ERRORS_COUNT", MetricType.Counter, "XIDs of the last window.");
        foreach (var (seen, labels) in gpus)
        {
            var any = false;
            foreach (var (xid, count) in observed.Events.RecentXids(seen.Reading.Uuid))
            {
                any = true;
                page.Sample(labels.OfDcgm("window_size_in_ms", WindowText, "xid", xid.ToString(CultureInfo.InvariantCulture)), count);
            }

            WriteNone(page, labels, any);
        }
    }

    private static void WriteClockEvents(PageWriter page, List<(ObservedGpu Seen, GpuLabels Labels)> gpus)
    {
        page.Family("DCGM_EXP_CLOCK_EVENTS_COUNT", MetricType.Counter, "Readings of the last window in which clocks were held down.");
        foreach (var (seen, labels) in gpus.Where(gpu => gpu.Seen.Reading.HasClocksEventReasons))
        {
            var any = false;
            foreach (var (bit, name) in ClockEvents)
            {
                if (seen.ReadingsWith(bit) is > 0 and var count)
                {
                    any = true;
                    page.Sample(labels.OfDcgm("clock_event", name, "window_size_in_ms", WindowText), count);
                }
            }

            WriteNone(page, labels, any);
        }
    }

    /// <summary>As dcgm-exporter says it: a GPU without any has one sample of zero.</summary>
    private static void WriteNone(PageWriter page, GpuLabels labels, bool any)
    {
        if (!any)
        {
            page.Sample(labels.OfDcgm("window_size_in_ms", WindowText), 0);
        }
    }

    private GpuLabels LabelsOf(ObservedGpu gpu)
    {
        var (uuid, index) = (gpu.Reading.Uuid, gpu.Reading.Index);
        if (!labels.TryGetValue(uuid, out var known) || !ReferenceEquals(known.Info, gpu.Info) || known.Index != index)
        {
            labels[uuid] = known = (gpu.Info, index, new GpuLabels(uuid, index, gpu.Info, options.HostnameLabel, facts.HostName));
        }

        return known.Labels;
    }
}
