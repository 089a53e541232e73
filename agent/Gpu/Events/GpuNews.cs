using System.Threading.Channels;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu.Events;

/// <summary>Events about GPUs on their way from whoever notices them to the one event source that hands them to the spool.</summary>
internal sealed class GpuNews
{
    private const int MostWaiting = 1024;

    private readonly Channel<GpuStory> stories = Channel.CreateBounded<GpuStory>(MostWaiting);

    public ChannelReader<GpuStory> Stories => stories.Reader;

    /// <summary>False where the spool does not keep up.</summary>
    public bool Tell(Event happened, IReadOnlyList<GpuPlace>? placesAfter = null) => stories.Writer.TryWrite(new(happened, placesAfter));
}

/// <summary>An Event, and what is to be remembered of the GPUs' places once it is in the spool.</summary>
internal readonly record struct GpuStory(Event Happened, IReadOnlyList<GpuPlace>? PlacesAfter);
