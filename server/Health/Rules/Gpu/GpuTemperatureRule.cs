using System.Globalization;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Health.Rules.Gpu;

/// <summary>Too hot, by the GPU's own limits: absolute where the driver gives them, otherwise by its margin to the slowdown.</summary>
internal sealed class GpuTemperatureRule : IHealthRule
{
    // H100 and GB200 slow down at a margin of -2, B200 at -3 (NVSentinel ADR-042); some H100s report 0 when all is well (gpud).
    private const long SlowdownMargin = -2;

    public RuleIdentity Identity { get; } = RuleIdentity.Of(FaultCatalog.GpuTemperature, hold: TimeSpan.FromSeconds(30), keep: TimeSpan.FromSeconds(60));

    public IEnumerable<Verdict> Judge(HostWindow window, DateTimeOffset now)
    {
        foreach (var gpu in window.Gpus)
        {
            if (gpu.Reading is null)
            {
                continue;
            }

            var checks = Checks(gpu.Reading, gpu.Info).ToArray();
            var worst = checks.Where(check => check.Exceeded).OrderByDescending(check => check.Severity).FirstOrDefault();
            if (worst is not null)
            {
                yield return Verdict.Found(Identity, Find(gpu, worst));
            }
            else if (checks.Length > 0)
            {
                yield return Verdict.Clear(Identity, gpu.Uuid);
            }
        }
    }

    // Only what can be compared: a reading without a limit says nothing.
    private static IEnumerable<Check> Checks(GpuReading reading, GpuInfo? info)
    {
        if (reading.HasTemperatureC && info is { HasSlowdownC: true })
        {
            yield return new Check(reading.TemperatureC >= info.SlowdownC, Severity.Critical, $"{reading.TemperatureC} °C, and slows down from {info.SlowdownC} °C");
        }
        else if (reading.HasTemperatureMarginC)
        {
            yield return new Check(reading.TemperatureMarginC < SlowdownMargin, Severity.Critical, $"{-reading.TemperatureMarginC} °C past its slowdown");
        }

        if (reading.HasTemperatureC && info is { HasGpuMaxC: true })
        {
            yield return new Check(reading.TemperatureC > info.GpuMaxC, Severity.Warning, $"{reading.TemperatureC} °C, above its limit for lasting work of {info.GpuMaxC} °C");
        }

        if (reading.HasMemoryTemperatureC && info is { HasMemoryMaxC: true })
        {
            yield return new Check(reading.MemoryTemperatureC > info.MemoryMaxC, Severity.Warning, $"{reading.MemoryTemperatureC} °C in its memory, above {info.MemoryMaxC} °C");
        }
    }

    private static Finding Find(GpuTrack gpu, Check check) => new()
    {
        Fault = FaultCatalog.GpuTemperature,
        GpuUuid = gpu.Uuid,
        Severity = check.Severity,
        Sentence = $"{gpu.Label} is at {check.Text}.",
        Remedy = Remedy.Of(RemedyKind.Inspect),
        Action = "Check the Host's fans and the inlet temperature.",
        Evidence = Evidence(gpu.Reading!),
    };

    private static Dictionary<string, string> Evidence(GpuReading reading)
    {
        var evidence = new Dictionary<string, string>();
        if (reading.HasTemperatureC)
        {
            evidence["temperature_c"] = reading.TemperatureC.ToString(CultureInfo.InvariantCulture);
        }

        if (reading.HasTemperatureMarginC)
        {
            evidence["temperature_margin_c"] = reading.TemperatureMarginC.ToString(CultureInfo.InvariantCulture);
        }

        if (reading.HasMemoryTemperatureC)
        {
            evidence["memory_temperature_c"] = reading.MemoryTemperatureC.ToString(CultureInfo.InvariantCulture);
        }

        return evidence;
    }

    private sealed record Check(bool Exceeded, Severity Severity, string Text);
}
