using SovereignFleet.Server.Hosting;

namespace SovereignFleet.Server.Journal;

/// <summary>How many entries one Host's agent may bring about. What is more is counted and told once a minute, as one: an agent that goes wrong,
/// or is in wrong hands, buries nobody else's entries. In memory; each replica counts the Hosts whose streams it holds.</summary>
internal sealed class AgentJournal(TimeProvider time)
{
    /// <summary>A Host of sixteen GPUs that are all new, all replaced and all in trouble at once has less to tell.</summary>
    public const int AtOnce = 100;
    /// <summary>After so many kinds of things the rest is one.</summary>
    public const int MostNamed = 8;
    public static readonly TimeSpan OneMoreEach = TimeSpan.FromSeconds(6);
    public static readonly TimeSpan ToldEach = TimeSpan.FromMinutes(1);

    private const string TheRest = "other";
    private readonly Dictionary<Guid, Tally> tallies = [];
    private readonly Lock gate = new();

    /// <summary>Takes the place of one entry.</summary>
    /// <param name="what">What it would tell, in a word or two.</param>
    /// <returns>False: it is counted instead.</returns>
    public bool Take(Guid hostId, string what)
    {
        lock (gate)
        {
            var tally = Of(hostId);
            if (tally.Room.Take())
            {
                return true;
            }

            Count(tally, what, 1);
            return false;
        }
    }

    /// <summary>Counts what was not taken and has no entry of its own.</summary>
    public void Count(Guid hostId, string what, long times)
    {
        if (times == 0)
        {
            return;
        }

        lock (gate)
        {
            Count(Of(hostId), what, times);
        }
    }

    /// <summary>What was counted and is to be told now; null: nothing, or it was told within the minute.</summary>
    /// <param name="isLast">The stream ends, and nobody asks again soon.</param>
    public IReadOnlyDictionary<string, long>? TakeCounted(Guid hostId, bool isLast = false)
    {
        lock (gate)
        {
            var tally = tallies.GetValueOrDefault(hostId);
            if (tally is null || tally.Counted.Count == 0 || (!isLast && tally.ToldAt is { } told && time.GetElapsedTime(told) < ToldEach))
            {
                return null;
            }

            var counted = tally.Counted;
            (tally.Counted, tally.ToldAt) = ([], time.GetTimestamp());
            return counted;
        }
    }

    /// <summary>What was taken and could not be told.</summary>
    public void GiveBack(Guid hostId, IReadOnlyDictionary<string, long> counted)
    {
        lock (gate)
        {
            var tally = Of(hostId);
            tally.ToldAt = null;
            foreach (var (what, times) in counted)
            {
                Count(tally, what, times);
            }
        }
    }

    private Tally Of(Guid hostId)
    {
        if (!tallies.TryGetValue(hostId, out var tally))
        {
            tallies[hostId] = tally = new Tally(new Allowance(AtOnce, OneMoreEach, time));
        }

        return tally;
    }

    private static void Count(Tally tally, string what, long times)
    {
        var name = tally.Counted.ContainsKey(what) || tally.Counted.Count < MostNamed ? what : TheRest;
        tally.Counted[name] = tally.Counted.GetValueOrDefault(name) + times;
    }

    private sealed class Tally(Allowance room)
    {
        public Allowance Room => room;
        public Dictionary<string, long> Counted { get; set; } = [];
        public long? ToldAt { get; set; }
    }
}
