namespace SovereignFleet.Server.Hosting;

/// <summary>So many at once, and one more each so often. Not thread-safe.</summary>
internal sealed class Allowance(int atOnce, TimeSpan oneMoreEach, TimeProvider time)
{
    private double left = atOnce;
    private long filledAt = time.GetTimestamp();

    /// <returns>False: none is left now.</returns>
    public bool Take()
    {
        var now = time.GetTimestamp();
        left = Math.Min(atOnce, left + time.GetElapsedTime(filledAt, now) / oneMoreEach);
        filledAt = now;
        if (left < 1)
        {
            return false;
        }

        left--;
        return true;
    }
}
