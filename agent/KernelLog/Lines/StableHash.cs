namespace SovereignFleet.Agent.KernelLog.Lines;

/// <summary>A hash of a text that is the same in every run of the agent (FNV-1a, 64 bits).</summary>
internal static class StableHash
{
    private const ulong Basis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    public static ulong Of(params ReadOnlySpan<string> texts)
    {
        var hash = Basis;
        foreach (var text in texts)
        {
            foreach (var one in text)
            {
                hash = unchecked((hash ^ one) * Prime);
            }
        }

        return hash;
    }
}
