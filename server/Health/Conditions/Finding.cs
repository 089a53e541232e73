using SovereignFleet.Server.Health.Faults;

namespace SovereignFleet.Server.Health.Conditions;

/// <summary>A rule's verdict on a Host or Gpu at one instant.</summary>
internal sealed record Finding
{
    public required Fault Fault { get; init; }
    /// <summary>Stable word: "xid-48", "ecc-uncorrected". With rule, Host and GPU it names the Condition.</summary>
    public string Code => Fault.Code;
    /// <summary>Null: the Host itself.</summary>
    public string? GpuUuid { get; init; }
    public required Severity Severity { get; init; }
    /// <summary>One sentence for a person.</summary>
    public required string Sentence { get; init; }
    /// <summary>Exactly one thing to do.</summary>
    public required string Action { get; init; }
    /// <summary>What would mend it: the same thing for a program.</summary>
    public required Remedy Remedy { get; init; }
    /// <summary>Whether this calls for a Drain, and how soon.</summary>
    public DrainAdvice Drain { get; init; } = DrainAdvice.None;
    public IReadOnlyDictionary<string, string> Evidence { get; init; } = new Dictionary<string, string>();
}

internal enum Severity
{
    Info,
    Warning,
    Critical,
}

internal enum DrainAdvice
{
    None,
    /// <summary>In the Site's next Window.</summary>
    NextWindow,
    Now,
}
