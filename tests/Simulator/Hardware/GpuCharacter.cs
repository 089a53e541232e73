namespace SovereignFleet.Simulator.Hardware;

/// <summary>What one board is like when it idles and when it works: no two run alike.</summary>
internal sealed record GpuCharacter(double IdleWatts, double BusyWatts, double IdleCelsius, double BusyCelsius)
{
    public static GpuCharacter Draw(Random random, Quantiles power, Quantiles temperature) => new(
        power.At(Between(random, 0.02, 0.15)),
        power.At(Between(random, 0.70, 0.95)),
        temperature.At(Between(random, 0.05, 0.25)),
        temperature.At(Between(random, 0.70, 0.95)));

    private static double Between(Random random, double low, double high) => low + random.NextDouble() * (high - low);
}
