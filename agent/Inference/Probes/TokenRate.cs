namespace SovereignFleet.Agent.Inference.Probes;

/// <summary>How fast a counter grows, from one reading to the next.</summary>
internal sealed class TokenRate(TimeProvider time)
{
    private (double Count, long At)? before;

    /// <summary>Null at the first reading, after one that failed, and where the counter went back: then the server was restarted.</summary>
    public double? Next(double? count)
    {
        var (known, at) = (before, time.GetTimestamp());
        before = count is { } now ? (now, at) : null;
        if (known is not var (last, lastAt) || before is null || count < last)
        {
            return null;
        }

        var passed = time.GetElapsedTime(lastAt, at);
        return passed > TimeSpan.Zero ? (count - last) / passed.TotalSeconds : null;
    }
}
