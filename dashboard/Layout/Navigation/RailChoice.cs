namespace SovereignFleet.Dashboard.Layout.Navigation;

/// <summary>Whether this person keeps the rail narrow. Like the theme it lives in a cookie, so that the first byte of a page has the right width.</summary>
internal sealed class RailChoice
{
    public const string Cookie = "sovereignfleet-rail";
    public const string Narrow = "narrow";
    public const string Wide = "wide";

    public bool IsNarrow { get; set; }
}
