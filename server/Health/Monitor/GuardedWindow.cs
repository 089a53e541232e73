using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Health.Monitor;

/// <summary>One connected Host's window, and the gate that lets one judgement after the other.</summary>
internal sealed class GuardedWindow(HostWindow window)
{
    public HostWindow Window => window;
    public SemaphoreSlim Gate { get; } = new(1);

    /// <summary>When it was read what is expected of the Host; null: it is to be read anew.</summary>
    public DateTimeOffset? ExpectedAt { get; set; }
}
