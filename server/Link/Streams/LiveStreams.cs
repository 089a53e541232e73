using System.Collections.Concurrent;

namespace SovereignFleet.Server.Link.Streams;

/// <summary>The streams that this replica holds: one per Host, the newest.</summary>
internal sealed class LiveStreams
{
    private readonly ConcurrentDictionary<Guid, HostStream> streams = new();

    public IReadOnlyCollection<HostStream> All => [.. streams.Values];

    /// <summary>Puts the stream in the place of an older one of its Host, which is told to end.</summary>
    /// <returns>The older one: await its <see cref="HostStream.Ended"/> before the first message, so that a Host has one writer.</returns>
    public HostStream? Enter(HostStream stream)
    {
        // Not AddOrUpdate: its delegate may see an older one that leaves meanwhile.
        while (!streams.TryAdd(stream.Host.Id, stream))
        {
            if (streams.TryGetValue(stream.Host.Id, out var older) && streams.TryUpdate(stream.Host.Id, stream, older))
            {
                older.End("a newer stream of the same Host took over");
                return older;
            }
        }

        return null;
    }

    /// <returns>False: a newer stream already took the place.</returns>
    public bool Leave(HostStream stream) => streams.TryRemove(KeyValuePair.Create(stream.Host.Id, stream));
}
