using System.Threading.Channels;
using SovereignFleet.Agent.Gpu.Slots;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu;

/// <summary>Events about GPUs on their way from whoever notices them to the one event source that hands them to the spool.</summary>
internal sealed class GpuEventQueue
{
    private const int MostWaiting = 1024;

    private readonly Channel<QueuedGpuEvent> events = Channel.CreateBounded<QueuedGpuEvent>(MostWaiting);

    public ChannelReader<QueuedGpuEvent> Reader => events.Reader;

    /// <summary>False where the spool does not keep up.</summary>
    public bool TryAdd(Event happened, IReadOnlyList<GpuPlace>? placesAfter = null) => events.Writer.TryWrite(new(happened, placesAfter));
}

/// <summary>An Event, and what is to be remembered of the GPUs' places once it is in the spool.</summary>
internal readonly record struct QueuedGpuEvent(Event Happened, IReadOnlyList<GpuPlace>? PlacesAfter);
