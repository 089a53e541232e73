namespace SovereignFleet.Server.Service.Machine;

/// <summary>One verdict of <see cref="DrainMachine"/>: the state to be in, the effect to have first, and the sentence for a person:
/// what happened if the state changes, what is waited for if it does not.</summary>
internal sealed record DrainDecision(DrainState State, DrainEffect Effect, string Sentence)
{
    /// <summary>What becomes of the plan's step at hand, in the same transaction.</summary>
    public WorkAct Work { get; init; }
}

internal enum WorkAct
{
    None,
    Begin,
    Prove,
    Fail,
}
