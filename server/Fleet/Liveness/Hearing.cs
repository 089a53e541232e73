using Microsoft.Extensions.Options;

namespace SovereignFleet.Server.Fleet.Liveness;

/// <summary>When this server could hear its Hosts: the one clock of all that calls a Host silent. It hears while heartbeats reach the database.
/// While that was away or stood still, and while the server itself was stopped, nobody could be heard, and that time is no silence.</summary>
internal sealed class Hearing(IOptions<LivenessOptions> limits)
{
    /// <summary>Each is longer than half a silence: older ones change nobody's verdict.</summary>
    private const int Kept = 100;

    private readonly Lock gate = new();
    private readonly List<HearingBreak> breaks = [];
    private DateTimeOffset heard = DateTimeOffset.MinValue;

    public LivenessOptions Limits => limits.Value;

    /// <summary>Heartbeats reach the database now.</summary>
    public void Heard(DateTimeOffset now)
    {
        lock (gate)
        {
            if (IsBroken(now))
            {
                breaks.Add(new HearingBreak(heard, now));
                breaks.RemoveRange(0, Math.Max(0, breaks.Count - Kept));
            }

            heard = now > heard ? now : heard;
        }
    }

    /// <summary>Goes on from what the server before this one heard last.</summary>
    public void GoOnFrom(DateTimeOffset lastHeard)
    {
        lock (gate)
        {
            heard = lastHeard > heard ? lastHeard : heard;
        }
    }

    /// <summary>Who is silent at <paramref name="now"/>. Whoever looks at the end of a break, before the first heartbeats are back, sees the break.</summary>
    public LivenessAt At(DateTimeOffset now)
    {
        lock (gate)
        {
            return LivenessAt.Of(Limits, IsBroken(now) ? [.. breaks, new HearingBreak(heard, now)] : breaks, now);
        }
    }

    // A shorter break makes nobody silent who was heard just before it, and a database that is merely slow makes none.
    private bool IsBroken(DateTimeOffset now) => now - heard >= Limits.Silence / 2;
}
