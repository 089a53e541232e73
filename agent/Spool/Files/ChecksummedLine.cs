using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace SovereignFleet.Agent.Spool.Files;

/// <summary>A line of text with its CRC-32 behind it, "17-30 5d2f0c11": one flipped digit of a range would otherwise forget
/// messages that nobody acknowledged.</summary>
internal static class ChecksummedLine
{
    public static string Of(string text) => string.Create(CultureInfo.InvariantCulture, $"{text} {Checksum(text):x8}");

    /// <summary>The text; null where the line is not as it was written.</summary>
    public static string? Read(string line) =>
        line.LastIndexOf(' ') is >= 0 and var end && line == Of(line[..end]) ? line[..end] : null;

    private static uint Checksum(string text) => Crc32.HashToUInt32(Encoding.UTF8.GetBytes(text));
}
