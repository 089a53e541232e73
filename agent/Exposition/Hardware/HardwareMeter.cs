using System.Diagnostics.Metrics;
using SovereignFleet.Agent.Exposition.Observation;
using SovereignFleet.Agent.Uplink;

namespace SovereignFleet.Agent.Exposition.Hardware;

/// <summary>All that was observed, as instruments of OpenTelemetry's hardware conventions (semantic conventions 1.44, status Development:
/// https://opentelemetry.io/docs/specs/semconv/hardware/).</summary>
internal sealed class HardwareMeter : IDisposable
{
    private readonly Meter meter = new(new MeterOptions("sovereignfleet.hardware") { TelemetrySchemaUrl = "https://opentelemetry.io/schemas/1.44.0" });

    public HardwareMeter(Observed observed, Predictions predictions)
    {
        IEnumerable<HardwareMetric> all =
        [
            .. GpuHardware.Metrics(observed, predictions),
            .. HostHardware.Metrics(observed),
        ];
        foreach (var metric in all)
        {
            Add(metric, () => Read(observed, metric));
        }
    }

    public string Name => meter.Name;

    public void Dispose() => meter.Dispose();

    private static List<Measurement<double>> Read(Observed observed, HardwareMetric metric)
    {
        lock (observed.Gate)
        {
            return [.. metric.Read()];
        }
    }

    private void Add(HardwareMetric metric, Func<IEnumerable<Measurement<double>>> read)
    {
        _ = metric.Kind switch
        {
            HardwareKind.Counter => (Instrument)meter.CreateObservableCounter(metric.Name, read, metric.Unit, metric.Help),
            HardwareKind.Gauge => meter.CreateObservableGauge(metric.Name, read, metric.Unit, metric.Help),
            HardwareKind.UpDownCounter => meter.CreateObservableUpDownCounter(metric.Name, read, metric.Unit, metric.Help),
            _ => throw new ArgumentOutOfRangeException(nameof(metric), metric.Kind, "Unknown kind."),
        };
    }
}
