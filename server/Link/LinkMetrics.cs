using System.Diagnostics.Metrics;

namespace SovereignFleet.Server.Link;

/// <summary>What the server counts of its own receiving.</summary>
internal sealed class LinkMetrics : IDisposable
{
    public const string MeterName = "SovereignFleet.Link";
    private readonly Meter meter = new(MeterName);
    private readonly Counter<long> received;
    private readonly Counter<long> refused;
    private readonly Counter<long> gatewayRefused;
    private readonly Counter<long> folded;

    public LinkMetrics()
    {
        received = meter.CreateCounter<long>("fleet_messages_received", description: "Messages of agents, resent ones included.");
        refused = meter.CreateCounter<long>("fleet_frames_refused", description: "Frames whose time cannot be, and messages that cannot be stored.");
        gatewayRefused = meter.CreateCounter<long>(
            "fleet_gateway_words_refused", description: "Readings and Events of Hosts whose BMC gateway the agent is not.");
        folded = meter.CreateCounter<long>("fleet_agent_entries_folded", description: "What agents brought about beyond their share of the Journal.");
    }

    public void GatewayRefused() => gatewayRefused.Add(1);

    public void Folded(long count) => folded.Add(count);

    public void Received(int count) => received.Add(count);

    public void Refused(int count) => refused.Add(count);

    public void Dispose() => meter.Dispose();
}
