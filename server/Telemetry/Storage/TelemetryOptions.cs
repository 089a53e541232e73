using SovereignFleet.Server.Hosting.Configuration;

namespace SovereignFleet.Server.Telemetry.Storage;

/// <summary>Section <c>Telemetry</c>.</summary>
internal sealed class TelemetryOptions : IServerOptions
{
    /// <summary>How long each second is kept; whole days are dropped.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);

    public IEnumerable<string> Faults()
    {
        if (Retention < TimeSpan.FromDays(1))
        {
            yield return "Telemetry:Retention must be at least one day.";
        }
    }
}
