namespace SovereignFleet.Server.Work.ByCommand;

/// <summary>What is seen of a work that the agent says it has done.</summary>
/// <param name="Missing">Null: it is proven.</param>
/// <param name="IsFinal">Nothing that may still be seen changes it.</param>
internal sealed record WorkProof(string? Missing, bool IsFinal)
{
    public static readonly WorkProof Proven = new(null, IsFinal: true);

    public static WorkProof NotYet(string missing) => new(missing, IsFinal: false);

    public static WorkProof Never(string missing) => new(missing, IsFinal: true);
}
