using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Sensing;

/// <summary>Takes what the loops have read.</summary>
internal interface IFrameSink
{
    ValueTask WriteAsync(Frame frame, CancellationToken cancellationToken);

    ValueTask WriteAsync(Inventory inventory, CancellationToken cancellationToken);
}
