namespace SovereignFleet.Dashboard.ControlPlane.Calls;

/// <summary>How long to wait before the next attempt: 1 s, half as much again each time, 5 s at most.</summary>
internal static class Backoff
{
    public static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    public static TimeSpan After(TimeSpan pause) => pause * 1.5 < Longest ? pause * 1.5 : Longest;
}
