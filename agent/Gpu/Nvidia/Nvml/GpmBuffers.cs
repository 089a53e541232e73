using System.Runtime.InteropServices;
using SovereignFleet.Agent.Gpu.Nvidia.Nvml.Native;

namespace SovereignFleet.Agent.Gpu.Nvidia.Nvml;

/// <summary>Memory for GPM of one GPU: two samples of NVML's own and one request. Made once and used again by whoever reads the
/// GPU after the driver was opened anew; never freed, because NVML may still write into it from a call that hangs.</summary>
internal sealed unsafe class GpmBuffers
{
    private const uint RequestVersion = 1; // NVML_GPM_METRICS_GET_VERSION: a bare number, no size in it
    private const int MostMetrics = 333;   // of nvmlGpmMetricsGet_t, though only those are read that the request counts

    // nvmlGpmMetricId_t: graphics, any tensor core, DRAM bandwidth, each 0.0 to 100.0
    private static readonly uint[] Metrics = [1, 5, 10];

    private readonly NvmlHealthLayouts.GpmRequest* request;

    public GpmBuffers(nint older, nint newer)
    {
        var size = sizeof(NvmlHealthLayouts.GpmRequest) + MostMetrics * sizeof(NvmlHealthLayouts.GpmMetric);
        request = (NvmlHealthLayouts.GpmRequest*)NativeMemory.AllocZeroed((nuint)size);
        (Older, Newer) = (older, newer);
    }

    public nint Older { get; private set; }

    public nint Newer { get; private set; }

    /// <summary>Filled for the span between the two samples.</summary>
    public nint Request()
    {
        *request = new() { StructVersion = RequestVersion, MetricCount = (uint)Metrics.Length, Sample1 = Older, Sample2 = Newer };
        for (var i = 0; i < Metrics.Length; i++)
        {
            First[i] = new() { MetricId = Metrics[i] };
        }

        return (nint)request;
    }

    /// <summary>In thousandths; null where NVML did not tell this one.</summary>
    public long? Permille(int metric) =>
        First[metric].Return == NvmlReturn.Success && double.IsFinite(First[metric].Value) ? (long)Math.Round(First[metric].Value * 10) : null;

    public void Swap() => (Older, Newer) = (Newer, Older);

    private NvmlHealthLayouts.GpmMetric* First => (NvmlHealthLayouts.GpmMetric*)(request + 1);
}
