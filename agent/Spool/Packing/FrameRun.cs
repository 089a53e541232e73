namespace SovereignFleet.Agent.Spool.Packing;

/// <summary>How many fields in a row have the same change, in one number.</summary>
internal static class FrameRun
{
    private const int Changes = 3;

    public static ulong Code(int length, FrameChange change) => ((ulong)length * Changes) + (ulong)change;

    public static (int Length, FrameChange Change) Of(ulong code) =>
        ((int)Math.Min(code / Changes, int.MaxValue), (FrameChange)(code % Changes));
}
