namespace SovereignFleet.Server.Fleet;

/// <summary>A GPU's UUID in one spelling, the one that NVML prints: "GPU-b6c3b2be-c55b-d076-fa0e-d464e4c7e08b".</summary>
internal static class GpuNames
{
    public const int Longest = 80;
    private static readonly string[] Prefixes = ["GPU-", "MIG-"];

    /// <summary>Written as it may be, it names one GPU and no other.</summary>
    public static string Of(string said)
    {
        var prefix = Array.Find(Prefixes, known => said.StartsWith(known, StringComparison.OrdinalIgnoreCase)) ?? "";
        // Each Frame names each GPU: what is spelled as it should be is no new string.
        return said.StartsWith(prefix, StringComparison.Ordinal) && !said.AsSpan(prefix.Length).ContainsAnyInRange('A', 'Z')
            ? said
            : prefix + said[prefix.Length..].ToLowerInvariant();
    }

    /// <summary>Whether it can be a GPU's: neither empty nor longer than any, and nothing that Postgres refuses.</summary>
    public static bool IsFit(string uuid) => uuid.Length is > 0 and <= Longest && !uuid.Contains('\0', StringComparison.Ordinal);
}
