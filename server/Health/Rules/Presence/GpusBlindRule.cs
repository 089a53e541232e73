using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Health.Rules.Presence;

/// <summary>A Host that is to have GPUs, or may have some for all that is known, and of which not one can be read: the driver is not loaded or was
/// upgraded under the Host, NVML does not open, or nothing stands on the bus. Nothing new can start on it. One Condition for the Host; what
/// is wrong with one GPU among others say the rules of that GPU.</summary>
internal sealed class GpusBlindRule : IHealthRule
{
    private const string Sensor = "gpu";

    // A driver that is loaded after the agent at a start of the Host is seen within the agent's own pauses.
    public RuleIdentity Identity { get; } = RuleIdentity.Of(FaultCatalog.GpusBlind, hold: TimeSpan.FromMinutes(2), keep: TimeSpan.FromMinutes(3));

    public IEnumerable<Verdict> Judge(HostWindow window, DateTimeOffset now)
    {
        if (window.FrameAt is null)
        {
            yield break;
        }

        GpuReading[] readings = [.. window.Gpus.Select(gpu => gpu.Reading).OfType<GpuReading>(), .. window.Unnamed];
        var sensor = window.Sensors.GetValueOrDefault(Sensor);
        var expected = window.Expected?.Gpus ?? (window.Gpus.Count > 0 ? window.Gpus.Count : null);
        if (readings.Any(reading => reading.State == GpuReading.Types.State.Present) || (expected == 0 && readings.Length == 0))
        {
            yield return Verdict.Clear(Identity, null);
        }
        else if (IsBlind(window, readings, sensor, expected))
        {
            yield return Verdict.Found(Identity, Find(window, expected, sensor, readings));
        }
    }

    private static bool IsBlind(HostWindow window, GpuReading[] readings, SensorTrack? sensor, int? expected) => readings.Length switch
    {
        // Others' GPUs are not counted for this Host: that has a Condition of its own.
        0 when window.Claims.Count > 0 => false,
        0 => expected is not null || sensor is { Outcome: not SensorStatus.Types.Outcome.Ok },
        // One GPU alone has its own Condition; so has each that is lost.
        1 => false,
        _ => readings.Any(reading => reading.State == GpuReading.Types.State.Unreadable),
    };

    private Finding Find(HostWindow window, int? expected, SensorTrack? sensor, GpuReading[] readings)
    {
        var said = readings.FirstOrDefault(reading => reading.Error.Length > 0)?.Error ?? sensor?.Reason ?? "";
        var why = NvmlWords.ForAPerson(said);
        var (remedy, action) = expected is null
            ? (RemedyKind.Inspect, "Mend the Host's driver; if it is to have no GPU, say so: declare its profile with \"gpus\": 0, or on its page.")
            : BlindRemedy.Of(NvmlWords.Read(said));
        return new Finding
        {
            Fault = FaultCatalog.GpusBlind,
            Severity = Severity.Critical,
            // Where nobody knows what the Host is to have, a person decides.
            Drain = expected is null ? DrainAdvice.None : DrainAdvice.Now,
            Sentence = expected is null
                ? $"{window.Host.Name} shows no GPU, and nothing says that it is to have none: {why}."
                : $"None of the {expected} GPUs of {window.Host.Name} can be read: {why}.",
            Remedy = Remedy.Of(remedy),
            Action = action,
            Evidence = new Dictionary<string, string>
            {
                ["expected_gpus"] = expected?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "not known",
                ["sensor"] = sensor is null ? "does not tell" : $"{sensor.Outcome}: {sensor.Reason}",
                ["reason"] = said,
            },
        };
    }
}
