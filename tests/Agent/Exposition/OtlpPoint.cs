namespace SovereignFleet.Tests.Agent.Exposition;

/// <summary>One number of one metric as it came over the wire, with the attributes of itself and of its resource.</summary>
internal sealed record OtlpPoint(
    string Metric, string Unit, string Kind, double Value, IReadOnlyDictionary<string, string> Attributes, IReadOnlyDictionary<string, string> Resource);
