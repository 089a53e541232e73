using SovereignFleet.Server.Hosting;

namespace SovereignFleet.Server.Link.Events;

/// <summary>How many rows of Events one Host's agent may bring about. What is more is folded into one row for each thing, each hour, with the count: it is
/// judged as any other, and only its own time and text are not kept. In memory; each replica counts the Hosts whose streams it holds.</summary>
internal sealed class EventShare(TimeProvider time)
{
    /// <summary>A BMC's log that is read for the first time has some thousands of records.</summary>
    public const int AtOnce = 5000;
    public static readonly TimeSpan OneMoreEach = TimeSpan.FromSeconds(6);

    /// <summary>So many things (kind, code, GPU) are told apart within an hour: sixteen GPUs with sixteen XIDs each.</summary>
    public const int MostThings = 256;

    private readonly Dictionary<Guid, Folding> hosts = [];
    private readonly Lock gate = new();

    /// <summary>Takes the place of one row.</summary>
    /// <returns>False: it is to be folded.</returns>
    public bool Take(Guid hostId)
    {
        lock (gate)
        {
            return Of(hostId).Room.Take();
        }
    }

    /// <summary>Whether it has a row to be folded into; false: there are too many, and it is counted alone.</summary>
    public bool IsToldApart(Guid hostId, string thing, DateTimeOffset now)
    {
        lock (gate)
        {
            var folding = Of(hostId);
            var hour = EventFold.HourOf(now);
            if (folding.Hour != hour)
            {
                folding.Hour = hour;
                folding.Things.Clear();
            }

            return folding.Things.Contains(thing) || (folding.Things.Count < MostThings && folding.Things.Add(thing));
        }
    }

    private Folding Of(Guid hostId)
    {
        if (!hosts.TryGetValue(hostId, out var folding))
        {
            hosts[hostId] = folding = new Folding(new Allowance(AtOnce, OneMoreEach, time));
        }

        return folding;
    }

    private sealed class Folding(Allowance room)
    {
        public Allowance Room => room;
        public long Hour { get; set; }
        public HashSet<string> Things { get; } = [];
    }
}
