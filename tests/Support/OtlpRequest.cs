using System.Globalization;

namespace SovereignFleet.Tests.Support;

/// <summary>Reads an ExportMetricsServiceRequest and an ExportTraceServiceRequest (opentelemetry/proto/collector) by the numbers of their
/// fields, so that what is checked is the wire and not the exporter's own idea of it.</summary>
internal static class OtlpRequest
{
    private const int Gauge = 5;
    private const int Sum = 7;
    private const int Histogram = 9;

    public static IEnumerable<OtlpPoint> Points(byte[] request) =>
        from resourceMetrics in WireMessage.Read(request).Messages(1)
        let resource = Attributes(resourceMetrics.Messages(1).Single(), 1)
        from scopeMetrics in resourceMetrics.Messages(2)
        let scope = scopeMetrics.Messages(1).Single().Text(1)
        from metric in scopeMetrics.Messages(2)
        from point in PointsOf(metric)
        select new OtlpPoint(
            scope, scopeMetrics.Text(3), metric.Text(1), metric.Text(3), point.Kind, point.Value, Attributes(point.Message, point.Kind == "histogram" ? 9 : 7), resource);

    public static IEnumerable<OtlpSpan> Spans(byte[] request) =>
        from resourceSpans in WireMessage.Read(request).Messages(1)
        let resource = Attributes(resourceSpans.Messages(1).Single(), 1)
        from scopeSpans in resourceSpans.Messages(2)
        from span in scopeSpans.Messages(2)
        select new OtlpSpan(Convert.ToHexStringLower(span.Bytes(1)), span.Text(5), Attributes(span, 9), resource);

    private static IEnumerable<(string Kind, double Value, WireMessage Message)> PointsOf(WireMessage metric)
    {
        var field = new[] { Gauge, Sum, Histogram }.Single(metric.Has);
        var data = metric.Messages(field).Single();
        if (field != Gauge)
        {
            Assert.AreEqual(2ul, data.Number(2), "cumulative");
        }

        return field switch
        {
            Gauge => data.Messages(1).Select(point => ("gauge", Value(point), point)),
            Sum => data.Messages(1).Select(point => (data.Number(3) == 1 ? "counter" : "updowncounter", Value(point), point)),
            _ => data.Messages(1).Select(point => ("histogram", (double)point.Number(4), point)),
        };
    }

    /// <summary>as_double is field 4, as_int field 6.</summary>
    private static double Value(WireMessage point) => point.Has(6) ? (long)point.Number(6) : BitConverter.UInt64BitsToDouble(point.Number(4));

    private static Dictionary<string, string> Attributes(WireMessage message, int field) =>
        message.Messages(field).ToDictionary(pair => pair.Text(1), pair => AnyValue(pair.Messages(2).Single()));

    // string 1, bool 2, int 3, double 4
    private static string AnyValue(WireMessage value) => value switch
    {
        _ when value.Has(1) => value.Text(1),
        _ when value.Has(2) => value.Number(2) == 1 ? "true" : "false",
        _ when value.Has(3) => ((long)value.Number(3)).ToString(CultureInfo.InvariantCulture),
        _ when value.Has(4) => BitConverter.UInt64BitsToDouble(value.Number(4)).ToString(CultureInfo.InvariantCulture),
        _ => "",
    };
}
