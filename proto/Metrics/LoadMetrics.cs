using SovereignFleet.Proto.Link;

namespace SovereignFleet.Proto.Metrics;

/// <summary>How busy the GPU is, and what of its memory is taken.</summary>
internal static class LoadMetrics
{
    private const double Milli = 1e3;
    private const double Mebi = 1 << 20;

    public static readonly Metric[] Rows =
    [
        new(
            16, "gpu_utilization_percent", MetricUnit.Percent, "GPU utilization",
            gpu => gpu.HasGpuUtilizationPercent ? gpu.GpuUtilizationPercent : null)
        {
            Exports = [MetricExport.Gauge("DCGM_FI_DEV_GPU_UTIL", "percent")],
            Chart = new("Busy", Low: 0, High: 100),
        },
        new(
            17, "memory_utilization_percent", MetricUnit.Percent, "Memory utilization",
            gpu => gpu.HasMemoryUtilizationPercent ? gpu.MemoryUtilizationPercent : null)
        {
            Exports = [MetricExport.Gauge("DCGM_FI_DEV_MEM_COPY_UTIL", "percent")],
        },
        new(
            39, "encoder_utilization_percent", MetricUnit.Percent, "Encoder utilization",
            gpu => gpu.HasEncoderUtilizationPercent ? gpu.EncoderUtilizationPercent : null)
        {
            Exports = [MetricExport.Gauge("DCGM_FI_DEV_ENC_UTIL", "percent")],
        },
        new(
            40, "decoder_utilization_percent", MetricUnit.Percent, "Decoder utilization",
            gpu => gpu.HasDecoderUtilizationPercent ? gpu.DecoderUtilizationPercent : null)
        {
            Exports = [MetricExport.Gauge("DCGM_FI_DEV_DEC_UTIL", "percent")],
        },
        new(18, "memory_used_bytes", MetricUnit.Bytes, "Framebuffer memory used", gpu => gpu.HasMemoryUsedBytes ? gpu.MemoryUsedBytes : null)
        {
            Exports =
            [
                MetricExport.Gauge("DCGM_FI_DEV_FB_FREE", "MiB", Mebi) with { Meaning = "Framebuffer memory free", Read = FreeBytes, ReadInstance = FreeBytes },
                MetricExport.Gauge("DCGM_FI_DEV_FB_USED", "MiB", Mebi) with { ReadInstance = one => one.HasMemoryUsedBytes ? (long)one.MemoryUsedBytes : null },
            ],
            Chart = new("Memory used", Low: 0),
        },
        new(19, "memory_total_bytes", MetricUnit.Bytes, "Framebuffer memory in all", gpu => gpu.HasMemoryTotalBytes ? gpu.MemoryTotalBytes : null)
        {
            Exports =
            [
                MetricExport.Gauge("DCGM_FI_DEV_FB_TOTAL", "MiB", Mebi) with { ReadInstance = one => one.HasMemoryTotalBytes ? (long)one.MemoryTotalBytes : null },
            ],
        },
        new(
            90, "memory_reserved_bytes", MetricUnit.Bytes, "Framebuffer memory reserved",
            gpu => gpu.HasMemoryReservedBytes ? gpu.MemoryReservedBytes : null)
        {
            Exports =
            [
                MetricExport.Gauge("DCGM_FI_DEV_FB_RESERVED", "MiB", Mebi) with { ReadInstance = one => one.HasMemoryReservedBytes ? (long)one.MemoryReservedBytes : null },
            ],
        },
        new(
            91, "compute_processes", MetricUnit.None, "Processes that compute on the GPU",
            gpu => gpu.HasComputeProcesses ? gpu.ComputeProcesses : null)
        {
            Exports = [MetricExport.Gauge("sovereignfleet_gpu_compute_processes")],
        },
        new(
            92, "graphics_active_permille", MetricUnit.Permille, "Share of time in which the graphics engine is active",
            gpu => gpu.HasGraphicsActivePermille ? gpu.GraphicsActivePermille : null)
        {
            Exports = [MetricExport.Gauge("DCGM_FI_PROF_GR_ENGINE_ACTIVE", "", Milli)],
        },
        new(
            93, "tensor_active_permille", MetricUnit.Permille, "Share of cycles in which a tensor pipe is active",
            gpu => gpu.HasTensorActivePermille ? gpu.TensorActivePermille : null)
        {
            Exports = [MetricExport.Gauge("DCGM_FI_PROF_PIPE_TENSOR_ACTIVE", "", Milli)],
        },
        new(
            94, "dram_active_permille", MetricUnit.Permille, "Share of cycles in which the device memory moves data",
            gpu => gpu.HasDramActivePermille ? gpu.DramActivePermille : null)
        {
            Exports = [MetricExport.Gauge("DCGM_FI_PROF_DRAM_ACTIVE", "", Milli)],
        },
    ];

    private static long? FreeBytes(GpuReading gpu) => gpu.HasMemoryTotalBytes && gpu.HasMemoryUsedBytes
        ? Math.Max(0, gpu.MemoryTotalBytes - gpu.MemoryUsedBytes - gpu.MemoryReservedBytes)
        : null;

    private static long? FreeBytes(InstanceReading one) => one.HasMemoryTotalBytes && one.HasMemoryUsedBytes
        ? Math.Max(0, (long)(one.MemoryTotalBytes - one.MemoryUsedBytes - one.MemoryReservedBytes))
        : null;
}
