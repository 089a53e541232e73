namespace SovereignFleet.Agent.Inference.Probes;

/// <summary>For how long a server has run requests and neither made a token nor ended one, as far as it was watched.</summary>
internal sealed class StallClock(TimeProvider time)
{
    private (double InFlight, double Progress, long At)? still;

    /// <summary>Null where it goes on, has nothing to do, or one of the two is unknown. A reading that failed changes nothing: the counter
    /// tells at the next one what was done meanwhile.</summary>
    /// <param name="progress">A counter that grows with every step of the work, not only when a request ends.</param>
    public TimeSpan? Next(double? inFlight, double? progress)
    {
        if (inFlight is not { } running || progress is not { } done)
        {
            return null;
        }

        var at = time.GetTimestamp();
        var before = still;
        var goesOn = before is not { } was || done != was.Progress || running < was.InFlight;
        still = running <= 0 ? null : (running, done, goesOn ? at : before!.Value.At);
        return still is { } held && !goesOn ? time.GetElapsedTime(held.At, at) : null;
    }
}
