namespace SovereignFleet.Dashboard.Fleet;

/// <summary>The ends of the temperature colours: a cool idle GPU, and where every data-centre GPU has shut itself down.</summary>
internal static class TemperatureScale
{
    public const double Low = 20;
    public const double High = 100;

    public static double PlaceOf(double celsius) => Math.Clamp((celsius - Low) / (High - Low), 0, 1);
}
