using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace SovereignFleet.Agent.KernelLog.Prefixes;

/// <summary>The text of a record as the kernel printed it: what a writer escaped is put back. Pure.</summary>
internal static partial class RecordText
{
    // \x0a: the kernel writes what is no printable ASCII, and the backslash, so.
    public static string OfKmsg(string text) => text.Contains("\\x", StringComparison.Ordinal) ? Parts(WithoutColours(Bytes(text))) : Parts(text);

    /// <param name="isSyslogs">A syslog daemon wrote it: rsyslog writes control characters as #012.</param>
    public static string OfFile(string text, bool isSyslogs)
    {
        if (text.Contains("\\x0a", StringComparison.Ordinal))
        {
            text = text.Replace("\\x0a", "\n", StringComparison.Ordinal);
        }

        if (isSyslogs && text.Contains('#', StringComparison.Ordinal))
        {
            text = WithoutColours(Octal().Replace(text, one => ((char)((one.ValueSpan[2] - '0') * 8 + one.ValueSpan[3] - '0')).ToString()));
        }

        return Parts(text);
    }

    /// <summary>Without what colours a terminal: dmesg --color=always.</summary>
    public static string WithoutColours(string text) => text.Contains('\u001b', StringComparison.Ordinal) ? Colour().Replace(text, "") : text;

    /// <summary>The driver's messages of several lines begin each with its mark: a writer that made blanks of the newlines, or a reader that
    /// indents them, leaves it.</summary>
    private static string Parts(string text)
    {
        if (!text.AsSpan().TrimStart(' ').StartsWith("NVRM: ", StringComparison.Ordinal))
        {
            return text;
        }

        return Mark().Replace(text.TrimStart(' '), "\nNVRM: ");
    }

    private static string Bytes(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var at = 0; at < text.Length;)
        {
            if (text[at] == '\\' && at + 3 < text.Length && text[at + 1] == 'x'
                && byte.TryParse(text.AsSpan(at + 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var one))
            {
                bytes.Add(one);
                at += 4;
                continue;
            }

            // What is not escaped is ASCII, as the kernel writes it; of anything else each character stands for itself.
            var length = char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1;
            bytes.AddRange(Encoding.UTF8.GetBytes(text, at, length));
            at += length;
        }

        return Encoding.UTF8.GetString([.. bytes]).TrimEnd('\0');
    }

    // #011 tab, #012 newline, #015, #033: of control characters only. "CPU#112" and "#122-Ubuntu" are no escapes.
    [GeneratedRegex("#0[0-3][0-7](?![0-9])")]
    private static partial Regex Octal();

    [GeneratedRegex(@"\u001b\[[0-9;]{0,16}[A-Za-z]")]
    private static partial Regex Colour();

    [GeneratedRegex(@"(?: {1,64}|\\n)NVRM: ")]
    private static partial Regex Mark();
}
