using SovereignFleet.Diagnostics.Checks;
using SovereignFleet.Diagnostics.Gpus;
using SovereignFleet.Diagnostics.Reports;

namespace SovereignFleet.Diagnostics;

/// <summary>Examines one GPU after the other. A GPU that the driver gives up in the midst has failed; the others are still examined.</summary>
internal sealed class GpuExamination(IGpus gpus, ITemperature temperature, TimeProvider time)
{
    private static readonly ICheck[] Checks =
    [
        new MemoryCheck(), new ComputeCheck(),
        new CopyCheck(CopyDirection.HostToDevice), new CopyCheck(CopyDirection.DeviceToHost), new CopyCheck(CopyDirection.DeviceToDevice),
    ];

    public CheckReport Run(CheckArguments arguments)
    {
        IReadOnlyList<GpuIdentity> all;
        try
        {
            all = gpus.List();
        }
        catch (GpuFault fault)
        {
            return CheckReport.CouldNotRun(fault.Message);
        }

        var end = time.GetUtcNow() + arguments.TimeLimit;
        var chosen = all.Where(gpu => arguments.Gpus.Count == 0 || arguments.Gpus.Contains(gpu.Uuid, StringComparer.OrdinalIgnoreCase)).ToList();
        var missing = arguments.Gpus.Where(uuid => !all.Any(gpu => gpu.Uuid.Equals(uuid, StringComparison.OrdinalIgnoreCase))).ToList();
        return CheckReport.Of([.. chosen.Select(gpu => Examine(gpu, arguments, new CheckLimits(temperature, gpu.Uuid, arguments.MaxCelsius, end, time)))], missing);
    }

    private GpuReport Examine(GpuIdentity identity, CheckArguments arguments, CheckLimits limits)
    {
        var results = new List<CheckResult>();
        try
        {
            using var gpu = gpus.Open(identity);
            foreach (var check in Checks)
            {
                try
                {
                    results.Add(check.Run(gpu, arguments, limits));
                }
                catch (GpuFault fault)
                {
                    // The context is lost with it: an uncorrectable memory error, a GPU that fell off the bus.
                    results.Add(new CheckResult(check.Name, fault.SaysNothingOfTheGpu ? Verdict.Unfinished : Verdict.Failed, fault.Message));
                    break;
                }
            }
        }
        catch (GpuFault fault)
        {
            results.Add(new CheckResult("open", results.Count == 0 ? Verdict.Unfinished : Verdict.Failed, fault.Message));
        }

        return new GpuReport(identity, results, limits.Hottest);
    }
}
