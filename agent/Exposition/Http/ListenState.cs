namespace SovereignFleet.Agent.Exposition.Http;

/// <summary>Whether /metrics can be asked for. The listener says it, the sensor tells it on.</summary>
internal sealed class ListenState
{
    public bool IsUnknown { get; private set; } = true;

    /// <summary>Null: it listens, or has not tried yet.</summary>
    public string? Fault { get; private set; }

    public void Set(string? fault) => (Fault, IsUnknown) = (fault, false);
}
