namespace SovereignFleet.Server.Alerts;

/// <summary>What comes and goes is one Alert: it is told when it comes, and that it is over once it was quiet for a while. Pure.</summary>
internal static class Flapping
{
    /// <summary>What comes again within that time after its end is the same.</summary>
    public static readonly TimeSpan Recent = TimeSpan.FromMinutes(10);

    /// <summary>How long the cause of one that came more than once must be gone.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMinutes(5);

    public static bool MayEnd(int times, DateTimeOffset overSince, DateTimeOffset now) => times <= 1 || now - overSince >= Quiet;
}
