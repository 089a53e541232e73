using System.Globalization;

namespace SovereignFleet.Agent.Runtime.Footprint;

/// <summary>The pages of the files that the program runs from: its own and its libraries'. The runtime unpacks its tables of types
/// from them once, and most of what starts an agent never runs again: these pages are the Host's to use.</summary>
internal static class ProgramPages
{
    private const string Mappings = "/proc/self/smaps";

    /// <summary>Lets go of all of them. What is needed comes back by itself, from the page cache.</summary>
    public static void Release()
    {
        try
        {
            foreach (var (begin, end) in Unwritten(File.ReadLines(Mappings)))
            {
                _ = FootprintNative.Advise(begin, end - begin, FootprintNative.DoNotNeed);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A sandbox without /proc: then the pages stay, and the agent runs as well.
        }
    }

    /// <summary>Code and constants. A mapping with a page that was written to is left out: the file does not have what the loader
    /// wrote.</summary>
    /// <param name="lines">Of /proc/PID/smaps: a line "55d0c0e00000-55d0c1500000 r-xp 0001b000 fe:01 1234 /usr/bin/program", then its
    /// figures, of which "Anonymous: 0 kB" counts what was written.</param>
    public static IEnumerable<(nuint Begin, nuint End)> Unwritten(IEnumerable<string> lines)
    {
        (nuint Begin, nuint End)? mapping = null;
        foreach (var line in lines)
        {
            var words = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length >= 5 && words[0].Contains('-', StringComparison.Ordinal))
            {
                mapping = words is [_, "r-xp" or "r--p", _, _, _, ['/', ..]] ? Range(words[0]) : null;
            }
            else if (mapping is { } clean && words is ["Anonymous:", "0", ..])
            {
                yield return clean;
            }
        }
    }

    private static (nuint Begin, nuint End) Range(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return (Address(text.AsSpan(..dash)), Address(text.AsSpan(dash + 1)));
    }

    private static nuint Address(ReadOnlySpan<char> text) => nuint.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
