using System.Collections.Concurrent;
using SovereignFleet.Server.Ingest.Gateway;

namespace SovereignFleet.Server.Ingest;

/// <summary>The pulses of this replica's Hosts that are not written yet: the newest of each.</summary>
internal sealed class PulseBoard
{
    private readonly ConcurrentDictionary<Guid, Pulse> waiting = new();
    private readonly ConcurrentDictionary<Guid, BmcWord> words = new();

    public void Put(Pulse pulse) => waiting[pulse.HostId] = pulse;

    public IReadOnlyList<Pulse> Take()
    {
        var taken = new List<Pulse>();
        foreach (var hostId in waiting.Keys)
        {
            if (waiting.TryRemove(hostId, out var pulse))
                taken.Add(pulse);
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
                taken.Add(word);
        }

        return taken;
    }

    /// <summary>They could not be written; a newer one of the same Host goes first.</summary>
    public void PutBack(IEnumerable<Pulse> pulses)
    {
        foreach (var pulse in pulses)
            waiting.TryAdd(pulse.HostId, pulse);
    }
}
