using System.Globalization;
using SovereignFleet.Dashboard.Look;

namespace SovereignFleet.Tests.Dashboard.Look;

/// <summary>WCAG 2.2: 4.5 to 1 for words, 3 to 1 for marks.</summary>
[TestClass]
public sealed class PaletteTests
{
    [TestMethod]
    [DataRow("dark")]
    [DataRow("light")]
    [DataRow("contrast")]
    public void Palette_EveryWordAndMark_StandsOutFromItsGround(string name)
    {
        var p = Palettes.Named(name);
        foreach (var ground in new[] { p.Ground, p.Surface, p.Raised, p.Chosen })
        {
            AtLeast(4.5, p.Text, ground, "text");
            AtLeast(4.5, p.Quiet, ground, "quiet");
        }
        foreach (var ground in new[] { p.Ground, p.Surface })
        {
            AtLeast(4.5, p.Accent, ground, "accent");
            foreach (var (mark, what) in new[] { (p.Watch, "watch"), (p.Act, "act"), (p.Drain, "drain"), (p.Out, "out"), (p.Unknown, "unknown"), (p.OkLine, "ok-line"), (p.Field, "field") })
            {
                AtLeast(3, mark, ground, what);
            }
        }
        foreach (var tone in new[] { p.Watch, p.Act, p.Drain, p.Accent })
        {
            AtLeast(4.5, p.OnTone, tone, "on tone");
        }
    }

    [TestMethod]
    public void Named_AForgedName_IsTheDarkPalette() => Assert.AreSame(Palettes.Dark, Palettes.Named("\"><script>"));

    private static void AtLeast(double ratio, string mark, string ground, string what)
    {
        var (a, b) = (Luminance(mark), Luminance(ground));
        var contrast = (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
        Assert.IsGreaterThanOrEqualTo(ratio, contrast, $"{what} {mark} on {ground}");
    }

    private static double Luminance(string hex) => 0.2126 * Linear(hex[1..3]) + 0.7152 * Linear(hex[3..5]) + 0.0722 * Linear(hex[5..7]);

    private static double Linear(string channel)
    {
        var value = int.Parse(channel, NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }
}
