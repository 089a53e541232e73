using Google.Protobuf;

namespace SovereignFleet.Tests.Agent.Exposition;

/// <summary>Reads an ExportMetricsServiceRequest (opentelemetry/proto/collector/metrics/v1) by the numbers of its fields, so that what is
/// checked is the wire and not the exporter's own idea of it.</summary>
internal static class OtlpRequest
{
    private const int Gauge = 5;
    private const int Sum = 7;

    public static IEnumerable<OtlpPoint> Read(byte[] request) =>
        from resourceMetrics in Messages(request, 1)
        let resource = Attributes(Messages(resourceMetrics, 1).Single(), 1)
        from scopeMetrics in Messages(resourceMetrics, 2)
        from metric in Messages(scopeMetrics, 2)
        from point in Points(metric, resource)
        select point;

    private static IEnumerable<OtlpPoint> Points(byte[] metric, Dictionary<string, string> resource)
    {
        var isSum = Messages(metric, Sum).Any();
        var data = Messages(metric, isSum ? Sum : Gauge).Single();
        var kind = !isSum ? "gauge" : Number(data, 3) == 1 ? "counter" : "updowncounter";
        if (isSum)
        {
            Assert.AreEqual(2ul, Number(data, 2), "cumulative");
        }

        return Messages(data, 1).Select(point => new OtlpPoint(
            Text(metric, 1), Text(metric, 3), kind, BitConverter.UInt64BitsToDouble(Number(point, 4)), Attributes(point, 7), resource));
    }

    private static Dictionary<string, string> Attributes(byte[] message, int field) =>
        Messages(message, field).ToDictionary(pair => Text(pair, 1), pair => Text(Messages(pair, 2).Single(), 1));

    private static string Text(byte[] message, int field) => System.Text.Encoding.UTF8.GetString(Messages(message, field).SingleOrDefault([]));

    private static ulong Number(byte[] message, int field) => Fields(message).Where(found => found.Field == field).Select(found => found.Number).SingleOrDefault();

    private static IEnumerable<byte[]> Messages(byte[] message, int field) =>
        Fields(message).Where(found => found.Field == field && found.Bytes is not null).Select(found => found.Bytes!);

    private static List<(int Field, ulong Number, byte[]? Bytes)> Fields(byte[] message)
    {
        var input = new CodedInputStream(message);
        var fields = new List<(int, ulong, byte[]?)>();
        while (input.ReadTag() is var tag && tag != 0)
        {
            var field = WireFormat.GetTagFieldNumber(tag);
            fields.Add(WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => (field, input.ReadUInt64(), null),
                WireFormat.WireType.Fixed64 => (field, input.ReadFixed64(), null),
                WireFormat.WireType.Fixed32 => (field, input.ReadFixed32(), null),
                WireFormat.WireType.LengthDelimited => (field, 0, input.ReadBytes().ToByteArray()),
                var other => throw new InvalidDataException($"wire type {other}"),
            });
        }

        return fields;
    }
}
