using SovereignFleet.Agent.Sensing;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Cli;

/// <summary>For a look that sends nothing: what is read is printed by whoever asked, and what happens meanwhile is nobody's.</summary>
internal sealed class DiscardSink : IFrameSink, IEventSink
{
    public ValueTask WriteAsync(Frame frame, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask WriteAsync(Inventory inventory, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask WriteAsync(Event happened, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
