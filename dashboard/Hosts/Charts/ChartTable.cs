using System.Runtime.InteropServices;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Hosts.Charts;

/// <summary>Columns over one common row of seconds, as the chart wants them. NaN where nothing is known.</summary>
internal sealed class ChartTable
{
    private readonly double[][] columns;

    private ChartTable(double[][] columns) => this.columns = columns;

    public int Rows => columns[0].Length;

    /// <summary>Many GPUs: the mean of each.</summary>
    public static ChartTable OfMeans(IReadOnlyList<GetTelemetryResponse> series, double divisor) =>
        Of(series.Select(one => ((IReadOnlyList<double>)one.Seconds, (IReadOnlyList<double>)one.Mean)), divisor);

    /// <summary>One GPU: minimum, mean and maximum of each bucket.</summary>
    public static ChartTable OfBand(GetTelemetryResponse one, double divisor) =>
        Of([(one.Seconds, one.Min), (one.Seconds, one.Mean), (one.Seconds, one.Max)], divisor);

    /// <summary>The columns one after another, each as long as the first, as the bytes of little-endian doubles.</summary>
    public byte[] ToBytes() => MemoryMarshal.AsBytes(columns.SelectMany(column => column).ToArray().AsSpan()).ToArray();

    private static ChartTable Of(IEnumerable<(IReadOnlyList<double> Seconds, IReadOnlyList<double> Values)> series, double divisor)
    {
        var all = series.ToArray();
        // Each GPU's buckets may start at another second; a chart has one x axis.
        var seconds = all.SelectMany(one => one.Seconds).Distinct().Order().ToArray();
        var row = seconds.Index().ToDictionary(second => second.Item, second => second.Index);
        var columns = all.Select(one =>
        {
            var column = new double[seconds.Length];
            Array.Fill(column, double.NaN);
            for (var i = 0; i < Math.Min(one.Seconds.Count, one.Values.Count); i++)
            {
                column[row[one.Seconds[i]]] = one.Values[i] / divisor;
            }

            return column;
        });
        return new ChartTable([seconds, .. columns]);
    }
}
