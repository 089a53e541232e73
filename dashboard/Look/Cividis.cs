using System.Globalization;

namespace SovereignFleet.Dashboard.Look;

/// <summary>The cividis scale: one sequential scale whose order survives every common form of colour blindness and greyscale.
/// Nine stops from Nuñez, Anderton and Renslow, "Optimizing colormaps with consideration for color vision deficiency" (PLoS ONE 2018); between them, straight lines.</summary>
internal static class Cividis
{
    private static readonly (int R, int G, int B)[] Stops =
    [
        (0, 34, 78), (27, 58, 109), (64, 82, 107), (92, 106, 111), (122, 132, 120),
        (147, 148, 118), (177, 168, 106), (213, 191, 82), (253, 231, 55),
    ];

    /// <summary>The colour at a place between 0 and 1; beyond either end, the end's colour.</summary>
    public static string At(double place)
    {
        var at = Math.Clamp(place, 0, 1) * (Stops.Length - 1);
        var low = Math.Min((int)at, Stops.Length - 2);
        var (a, b, part) = (Stops[low], Stops[low + 1], at - low);
        return string.Create(CultureInfo.InvariantCulture, $"#{Mix(a.R, b.R, part):X2}{Mix(a.G, b.G, part):X2}{Mix(a.B, b.B, part):X2}");
    }

    /// <summary>The whole scale as the value of a CSS background.</summary>
    public static string Gradient() =>
        $"linear-gradient(to right,{string.Join(',', Stops.Select((_, i) => At((double)i / (Stops.Length - 1))))})";

    private static int Mix(int from, int to, double part) => (int)Math.Round(from + (to - from) * part);
}
