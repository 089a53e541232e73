namespace SovereignFleet.Server.Service.Plan;

/// <summary>What is seen of a work that has begun.</summary>
/// <param name="Sentence">Under way: what is waited for. Done: who or what says so. Failed: why, and what a person may do.</param>
internal sealed record WorkReading(WorkProgress Progress, string Sentence)
{
    /// <summary>Of one that failed: what went wrong, without what a person may do.</summary>
    public string? Fault { get; init; }
}

internal enum WorkProgress
{
    UnderWay,
    /// <summary>Whoever does it says that it is done; the proof is still asked for.</summary>
    Done,
    Failed,
}
