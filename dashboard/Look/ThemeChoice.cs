namespace SovereignFleet.Dashboard.Look;

/// <summary>Which theme this person picked. It lives in a cookie, so that the first byte of a page already has the right colours.</summary>
internal sealed class ThemeChoice
{
    public const string Cookie = "sovereignfleet-theme";

    public Palette Palette { get; set; } = Palettes.Dark;
}
