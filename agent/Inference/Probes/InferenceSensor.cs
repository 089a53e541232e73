using SovereignFleet.Agent.Sensing;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Inference.Probes;

/// <summary>Asks all inference servers of this Host, side by side, once a second.</summary>
internal sealed class InferenceSensor(ProbeList probes) : ISensor
{
    public string Name => "inference";

    public TimeSpan Period => TimeSpan.FromSeconds(1);

    public TimeSpan TimeOut => TimeSpan.FromMilliseconds(900);

    public string? UnsupportedReason() =>
        probes.IsEmpty && probes.Faults.Count == 0 ? "no inference server is configured (Inference)" : null;

    public async Task ReadAsync(FrameWriter frame, CancellationToken cancellationToken)
    {
        probes.Look();
        await Task.WhenAll(probes.All.Select(probe => ReadAsync(probe, frame, cancellationToken)));
        if (probes.Faults.Count > 0)
        {
            throw new InvalidOperationException(string.Join("; ", probes.Faults));
        }
    }

    private static async Task ReadAsync(IInferenceProbe probe, FrameWriter frame, CancellationToken cancellationToken)
    {
        var load = await probe.ReadAsync(cancellationToken);
        var reading = new InferenceReading
        {
            Name = probe.Name,
            Kind = probe.Kind,
            Endpoint = Shown(probe.Endpoint),
            Error = load.Error,
        };
        if (load.InFlight is { } inFlight)
        {
            reading.InFlight = inFlight;
        }

        if (load.Queued is { } queued)
        {
            reading.Queued = queued;
        }

        if (load.TokensPerSecond is { } tokens)
        {
            reading.TokensPerSecond = tokens;
        }

        if (load.Stalled is { } stalled)
        {
            reading.StalledSeconds = stalled.TotalSeconds;
        }

        frame.AddInference(reading);
    }

    /// <summary>Without what may be a secret: user info and query.</summary>
    private static string Shown(Uri endpoint) => endpoint.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}
