using System.Globalization;

namespace SovereignFleet.Agent.Footprint;

/// <summary>How much of the Host's memory this process takes.</summary>
internal static class ResidentMemory
{
    private const string Sizes = "/proc/self/statm";

    /// <summary>0 where the kernel does not tell.</summary>
    public static long Bytes()
    {
        try
        {
            return Pages(File.ReadAllText(Sizes)) * Environment.SystemPageSize;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return 0; // a sandbox without /proc
        }
    }

    /// <param name="text">Of /proc/PID/statm, in pages: "69124 4273 2104 1541 0 18234 0": all, resident, shared, code, 0, data, 0.</param>
    private static long Pages(string text) =>
        text.Split(' ') is [_, var resident, ..] && long.TryParse(resident, NumberStyles.None, CultureInfo.InvariantCulture, out var pages) ? pages : 0;
}
