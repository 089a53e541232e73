namespace SovereignFleet.Tests.Support;

/// <summary>One span as it came over the wire, with the attributes of itself and of its resource.</summary>
internal sealed record OtlpSpan(
    string TraceId, string Name, IReadOnlyDictionary<string, string> Attributes, IReadOnlyDictionary<string, string> Resource);
