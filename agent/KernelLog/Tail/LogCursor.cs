using System.Globalization;

namespace SovereignFleet.Agent.KernelLog.Tail;

/// <summary>How far was read: of which boot or which file (its inode), and up to which record or byte.</summary>
internal sealed record LogCursor(string Source, ulong Position)
{
    /// <summary>How the source of a pipe begins.</summary>
    public const string OfPipe = "pipe-";

    /// <summary>Null where the line is no cursor.</summary>
    public static LogCursor? Parse(string line)
    {
        var parts = line.Split(' ');
        return parts.Length == 2 && ulong.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? new(parts[0], position)
            : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Source} {Position}");
}
