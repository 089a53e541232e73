namespace SovereignFleet.Server.Journal.Proof;

/// <summary>Why the Journal proves less than it should, for the alerts and /readyz: what <see cref="JournalWatch"/> saw at its last look, and what
/// <see cref="JournalWalk"/> found on its last walk.</summary>
internal sealed class JournalFaults
{
    private volatile IReadOnlyList<JournalFault> seen = [];
    private volatile JournalFault? chain;

    public IReadOnlyList<JournalFault> Now => chain is { } broken ? [.. seen, broken] : seen;

    /// <summary>Of the watch.</summary>
    public IReadOnlyList<JournalFault> Seen => seen;

    /// <summary>Of the walk; null: the chain is whole.</summary>
    public JournalFault? Chain => chain;

    public void Set(IReadOnlyList<JournalFault> faults) => seen = faults;

    public void SetChain(JournalFault? fault) => chain = fault;
}
