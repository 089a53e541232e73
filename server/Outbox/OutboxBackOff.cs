namespace SovereignFleet.Server.Outbox;

/// <summary>How long to wait after a failed delivery: 1 s, 2 s, 4 s ... 60 s, each up to a fifth shorter, so that many do not come back at once.</summary>
internal static class OutboxBackOff
{
    private const double FirstSeconds = 1;
    private const double LongestSeconds = 60;
    private const double Jitter = 0.2;

    /// <param name="attempts">How often it was tried, at least 1.</param>
    /// <param name="chance">0 to 1.</param>
    public static TimeSpan After(int attempts, double chance)
    {
        var seconds = Math.Min(LongestSeconds, FirstSeconds * Math.Pow(2, Math.Clamp(attempts - 1, 0, 30)));
        return TimeSpan.FromSeconds(seconds * (1 - Jitter * chance));
    }
}
