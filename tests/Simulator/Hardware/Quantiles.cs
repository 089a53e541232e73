using System.Globalization;

namespace SovereignFleet.Simulator.Hardware;

/// <summary>A distribution by its quantiles, linear between them.</summary>
internal sealed class Quantiles
{
    private readonly (double Share, double Value)[] points;

    private Quantiles(IEnumerable<(double Share, double Value)> points) => this.points = [.. points.OrderBy(point => point.Share)];

    /// <summary>A GPU's power in watts, where no measured distribution is at hand.</summary>
    public static Quantiles Power { get; } = new([(0, 60), (0.3, 75), (0.5, 220), (0.7, 390), (0.9, 520), (1, 640)]);

    /// <summary>A GPU's die temperature in degrees Celsius, where no measured distribution is at hand.</summary>
    public static Quantiles Temperature { get; } = new([(0, 26), (0.3, 32), (0.5, 42), (0.7, 52), (0.9, 61), (1, 72)]);

    /// <summary>One series of a file of "series,value,cdf_percent" rows; null where the file is absent.</summary>
    public static Quantiles? FromFile(string path, string series)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var rows =
            from line in File.ReadLines(path)
            let cells = line.Split(',')
            where cells.Length == 3 && cells[0] == series
            select (Number(cells[2]) / 100, Number(cells[1]));
        return new Quantiles(rows);
    }

    /// <param name="share">From 0 to 1.</param>
    public double At(double share)
    {
        for (var i = 1; i < points.Length; i++)
        {
            var (low, high) = (points[i - 1], points[i]);
            if (share <= high.Share)
            {
                var way = high.Share > low.Share ? (share - low.Share) / (high.Share - low.Share) : 1;
                return low.Value + Math.Clamp(way, 0, 1) * (high.Value - low.Value);
            }
        }

        return points[^1].Value;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
