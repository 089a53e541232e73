namespace SovereignFleet.Server.Plans.Machine;

/// <summary>A Plan's next step.</summary>
/// <param name="Sentence">What it waits for; empty: nothing.</param>
/// <param name="Hosts">Where each Host stands now.</param>
/// <param name="Begin">Those of them that are to be drained now.</param>
/// <param name="Withdraw">Those whose Drain, which has touched nothing, is taken back.</param>
/// <param name="Cancel">The Drains that are to be cancelled, again until they are.</param>
internal sealed record PlanDecision(
    PlanState State, string Sentence, IReadOnlyList<HostMove> Hosts, IReadOnlyList<SeenHost> Begin, IReadOnlyList<SeenHost> Withdraw, IReadOnlyList<Guid> Cancel)
{
    /// <summary>As <see cref="Plan.FailuresSeen"/>: one that was mended since is no failure that was looked at.</summary>
    public int FailuresSeen { get; init; }
}

/// <summary>Where a Host of a Plan stands.</summary>
internal sealed record HostMove(SeenHost Host, PlanHostState State, Blocker? Blocker)
{
    /// <summary>It is to wait again, for another Drain.</summary>
    public bool IsAgain { get; init; }
}

/// <summary>What stands against a Host's turn.</summary>
/// <param name="Why">One sentence, which stays the same for as long as it means the same.</param>
/// <param name="Lifts">What lifts it; empty: time alone, or nothing.</param>
internal sealed record Blocker(string Why, string Lifts = "");
