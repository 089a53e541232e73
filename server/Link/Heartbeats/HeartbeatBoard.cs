using System.Collections.Concurrent;
using SovereignFleet.Server.Link.Observers;

namespace SovereignFleet.Server.Link.Heartbeats;

/// <summary>The heartbeats of this replica's Hosts that are not written yet: the newest of each.</summary>
internal sealed class HeartbeatBoard
{
    private readonly ConcurrentDictionary<Guid, Heartbeat> waiting = new();
    private readonly ConcurrentDictionary<Guid, BmcWord> words = new();

    public void Put(Heartbeat heartbeat) => waiting[heartbeat.HostId] = heartbeat;

    public IReadOnlyList<Heartbeat> Take()
    {
        var taken = new List<Heartbeat>();
        foreach (var hostId in waiting.Keys)
        {
            if (waiting.TryRemove(hostId, out var heartbeat))
            {
                taken.Add(heartbeat);
            }
        }

        return taken;
    }

    public void PutBmc(BmcWord word) => words[word.Host.Id] = word;

    public IReadOnlyList<BmcWord> TakeBmcs()
    {
        var taken = new List<BmcWord>();
        foreach (var hostId in words.Keys)
        {
            if (words.TryRemove(hostId, out var word))
            {
                taken.Add(word);
            }
        }

        return taken;
    }

    /// <summary>They could not be written; a newer one of the same Host goes first.</summary>
    public void PutBack(IEnumerable<Heartbeat> heartbeats)
    {
        foreach (var heartbeat in heartbeats)
        {
            waiting.TryAdd(heartbeat.HostId, heartbeat);
        }
    }
}
