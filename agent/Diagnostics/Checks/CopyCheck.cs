using System.Globalization;
using SovereignFleet.Diagnostics.Gpus;

namespace SovereignFleet.Diagnostics.Checks;

/// <summary>Copies between host and GPU and within the GPU: is it intact, and how fast. Which speed is too slow the reader knows, by
/// the board and its slot.</summary>
internal sealed class CopyCheck(CopyDirection direction) : ICheck
{
    private const int Bytes = 256 << 20;

    public string Name => direction switch
    {
        CopyDirection.HostToDevice => "copy-host-to-device",
        CopyDirection.DeviceToHost => "copy-device-to-host",
        CopyDirection.DeviceToDevice => "copy-device-to-device",
        _ => throw new ArgumentOutOfRangeException(nameof(direction), direction, "Unknown direction."),
    };

    public CheckResult Run(IGpu gpu, CheckArguments arguments, CheckLimits limits)
    {
        var best = 0.0;
        for (var round = 0; round < arguments.Rounds; round++)
        {
            if (limits.WhyStop() is { } stopped)
            {
                return CheckResult.Unfinished(Name, stopped);
            }

            var copied = gpu.Copy(direction, Bytes);
            if (!copied.Intact)
            {
                return new CheckResult(Name, Verdict.Failed, "what arrived is not what was sent");
            }

            best = Math.Max(best, copied.Seconds > 0 ? Bytes / copied.Seconds / 1e9 : 0);
        }

        return new CheckResult(Name, Verdict.Passed, string.Create(CultureInfo.InvariantCulture, $"{best:F1} GB/s"))
        {
            Figures = new Dictionary<string, double> { ["gigabytes_per_second"] = best },
        };
    }
}
