namespace SovereignFleet.Server.Journal.Proof;

/// <summary>What <see cref="JournalWatch"/> found at its last look, for the alerts and /readyz.</summary>
internal sealed class JournalFaults
{
    private volatile IReadOnlyList<JournalFault> now = [];

    public IReadOnlyList<JournalFault> Now => now;

    public void Set(IReadOnlyList<JournalFault> faults) => now = faults;
}
