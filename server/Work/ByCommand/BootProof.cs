namespace SovereignFleet.Server.Work.ByCommand;

/// <summary>Whether the Host lives another boot than before. Pure. What counts is the boot by which its agent introduced itself when it
/// connected, not what it answered to the command.</summary>
internal static class BootProof
{
    /// <param name="before">Null: not known.</param>
    public static WorkProof Judge(string? before, ProofFacts facts, DateTimeOffset now) => facts switch
    {
        _ when string.IsNullOrEmpty(before) => WorkProof.Never("in which boot the host was before is not known, so that no other boot proves anything"),
        _ when FreshReading.WhyNot(facts, now) is { } missing => WorkProof.NotYet(missing),
        { Boot: null or "" } => WorkProof.NotYet("the agent to say in which boot the host is"),
        _ when facts.Boot == before => WorkProof.NotYet($"another boot than {before}"),
        { IsDuplicated: true } => WorkProof.NotYet("one machine that speaks as the host: two do, and another boot may be the other machine's"),
        _ => WorkProof.Proven,
    };
}
