namespace SovereignFleet.Dashboard.ControlPlane.Calls;

/// <summary>What a page does by itself, with nobody's hand: it looks again, it is drawn again. The server is told so, and ends a session that
/// nobody uses though its tab is open.</summary>
internal static class Unattended
{
    public const string Header = "sovereignfleet-unattended";
    private static readonly AsyncLocal<bool> Flag = new();

    public static bool IsNow => Flag.Value;

    /// <summary>From here on, in the method that says so and in whatever it brings about. A person's click comes by a way of its own.</summary>
    public static void Begin() => Flag.Value = true;
}
