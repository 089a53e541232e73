using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Fleet.Map;

/// <summary>The ends of the temperature colours: a cool idle GPU, and where every data-centre GPU has shut itself down.</summary>
internal static class TemperatureScale
{
    public const double Low = 20;
    public const double High = 100;

    /// <summary>The lowest temperature at which a GPU of this fleet slows down; null: none says.</summary>
    public static double? Slowdown(FleetSnapshot fleet) =>
        fleet.Hosts.SelectMany(host => host.Gpus).Where(gpu => gpu.HasSlowdownC).Select(gpu => (double?)gpu.SlowdownC).Min();

    public static double PlaceOf(double celsius) => Math.Clamp((celsius - Low) / (High - Low), 0, 1);
}
