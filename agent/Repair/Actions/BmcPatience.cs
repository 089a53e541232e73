namespace SovereignFleet.Agent.Repair.Actions;

/// <summary>How long a BMC is waited for.</summary>
internal static class BmcPatience
{
    /// <summary>A BMC answers in seconds; one that does not within a minute will not.</summary>
    public static readonly TimeSpan OneQuestion = TimeSpan.FromSeconds(60);
}
