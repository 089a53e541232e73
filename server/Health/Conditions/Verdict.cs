namespace SovereignFleet.Server.Health.Conditions;

/// <summary>What one rule says of one code on one Host or GPU at one instant. What a rule says nothing of is unknown, and the
/// unknown changes no Condition.</summary>
/// <param name="Finding">Null: looked, and all is well.</param>
/// <param name="Occurrences">How many new occurrences this tells: Events count, a state that lasts does not.</param>
/// <param name="At">When it happened, by our clock; null: it is so now.</param>
internal sealed record Verdict(string Code, string? GpuUuid, Finding? Finding, int Occurrences, DateTimeOffset? At)
{
    /// <summary>A state that lasts: it is so at this instant.</summary>
    public static Verdict Found(Finding finding) => new(finding.Code, finding.GpuUuid, finding, 0, null);

    /// <summary>Something happened.</summary>
    public static Verdict Happened(Finding finding, int occurrences, DateTimeOffset at) => new(finding.Code, finding.GpuUuid, finding, occurrences, at);

    /// <summary>It was looked at, and all is well.</summary>
    public static Verdict Clear(string code, string? gpuUuid) => new(code, gpuUuid, null, 0, null);
}
