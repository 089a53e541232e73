namespace SovereignFleet.Tests.Support;

/// <summary>One number of one metric as it came over the wire, with the attributes of itself and of its resource. Of a histogram it is the
/// number of what was counted.</summary>
internal sealed record OtlpPoint(
    string Scope, string SchemaUrl, string Metric, string Unit, string Kind, double Value, IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyDictionary<string, string> Resource);
