using SovereignFleet.Server.Service.Plan;

namespace SovereignFleet.Server.Service.Machine;

/// <summary>One verdict of <see cref="DrainMachine"/>: the state to be in, the effect to have first, and the sentence for a person:
/// what happened if the state changes, what is waited for if it does not.</summary>
internal sealed record DrainDecision(DrainState State, DrainEffect Effect, string Sentence)
{
    /// <summary>What becomes of the plan's step at hand, in the same transaction.</summary>
    public WorkAct Work { get; init; }

    /// <summary>Of <see cref="WorkAct.Climb"/>: what comes in the place of what is planned and has not begun.</summary>
    public WorkPlan? Rung { get; init; }

    /// <summary>Something set the Host back in the target: it counts as one more in a row.</summary>
    public bool Undone { get; init; }
}

internal enum WorkAct
{
    None,
    Begin,
    Prove,
    Fail,
    /// <summary>The ladder goes on: what was done did not help, or what is planned is not what is needed by now.</summary>
    Climb,
}

/// <summary>What is done to the world outside before the Drain may move on.</summary>
internal enum DrainEffect
{
    None,
    /// <summary>The target sends the Host no new requests.</summary>
    Cordon,
    /// <summary>The target sends it not even the clients that it keeps to the Host.</summary>
    Close,
    /// <summary>The target sends the Host requests again, as far as it did before.</summary>
    Uncordon,
}
