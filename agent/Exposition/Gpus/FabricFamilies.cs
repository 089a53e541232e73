using SovereignFleet.Agent.Exposition.Observation;
using SovereignFleet.Agent.Exposition.Page;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Exposition.Gpus;

/// <summary>How each GPU stands in its NVLink fabric, that is, whether the switches carry its traffic.</summary>
internal static class FabricFamilies
{
    private const long Completed = 3;
    private const long Failure = 4;
    private const long Unrecognized = 5;

    /// <summary>nvml.h, NVML_GPU_FABRIC_HEALTH_MASK_*: two bits each, 0 not supported, 1 so, 2 not so.</summary>
    private static readonly (string Name, int Shift)[] Faults =
        [("degraded_bandwidth", 0), ("route_recovery", 2), ("route_unhealthy", 4), ("access_timeout_recovery", 6)];

    /// <summary>Four bits: 0 not supported, 1 none, and from there on what is wrong.</summary>
    private const int ConfigurationShift = 8;

    public static void Write(PageWriter page, List<(ObservedGpu Seen, GpuLabels Labels)> gpus)
    {
        GpuPart.WriteDcgm(
            page, gpus, "DCGM_FI_DEV_FABRIC_MANAGER_STATUS", MetricType.Gauge,
            "Registration with the NVLink fabric: 0 not supported, 1 not started, 2 in progress, 3 success, 4 failure, 5 unrecognized.",
            gpu => Status(gpu.Reading));
        page.Family("sovereignfleet_gpu_fabric_fault", MetricType.Gauge, "1 where the NVLink fabric has this fault for the GPU, 0 where it says that it has not.");
        foreach (var (seen, labels) in gpus)
        {
            if (seen.Reading.HasFabricHealth)
            {
                WriteFaults(page, labels, seen.Reading.FabricHealth);
            }
        }
    }

    // As DCGM derives it from NVML's state and return code (dcgmFabricManagerStatus_t).
    private static double? Status(GpuReading read) => !read.HasFabricState ? null
        : read.FabricState is < 0 or > Completed ? Unrecognized
        : read is { FabricState: Completed, FabricStatus: not 0 } ? Failure
        : read.FabricState;

    private static void WriteFaults(PageWriter page, GpuLabels labels, long mask)
    {
        foreach (var (name, shift) in Faults)
        {
            if ((mask >> shift & 3) is not 0 and var told)
            {
                page.Sample(labels.Of("fault", name), told == 1 ? 1 : 0);
            }
        }

        if ((mask >> ConfigurationShift & 0xf) is not 0 and var wrong)
        {
            page.Sample(labels.Of("fault", "incorrect_configuration"), wrong == 1 ? 0 : 1);
        }
    }
}
