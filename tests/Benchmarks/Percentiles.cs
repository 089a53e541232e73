namespace SovereignFleet.Benchmarks;

internal static class Percentiles
{
    /// <summary>The nearest rank: a value that was measured, not one between two.</summary>
    public static double At(IEnumerable<double> values, double fraction)
    {
        var sorted = values.Order().ToList();
        return sorted[(int)Math.Ceiling(fraction * sorted.Count) - 1];
    }
}
