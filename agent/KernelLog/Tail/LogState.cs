using System.Globalization;
using SovereignFleet.Agent.KernelLog.Lines;

namespace SovereignFleet.Agent.KernelLog.Tail;

/// <summary>What is kept of the reading of a log, so that what a killed run of the agent told is told again exactly so.</summary>
/// <param name="Cursor">From here on lines are read again.</param>
/// <param name="Known">The texts that repeated before it, as <see cref="DuplicateLines.Known"/>.</param>
/// <param name="FlushTo">What was counted since the cursor up to here was about to be told as one: it must be counted alike again.</param>
internal sealed record LogState(LogCursor Cursor, IReadOnlyList<ulong> Known, LogCursor? FlushTo)
{
    private const int MostLines = 3;

    // inode-4711 81920
    // known 00c0ffee00c0ffee 0123456789abcdef
    // flush inode-4711 90112
    /// <summary>Null where nothing was kept, or what was kept is not readable: then reading begins as on the first day.</summary>
    public static LogState? Load(string file)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        var lines = File.ReadLines(file).Take(MostLines).ToList();
        return lines.Count > 0 && LogCursor.Parse(lines[0]) is { } cursor
            ? new LogState(cursor, [.. Words(lines, "known").Select(Hash).OfType<ulong>()], LogCursor.Parse(string.Join(' ', Words(lines, "flush"))))
            : null;
    }

    /// <summary>Beside and renamed: a crash leaves the old one or the new one.</summary>
    public void Save(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var known = Known.Count == 0 ? "" : "known " + string.Join(' ', Known.Select(hash => hash.ToString("x16", CultureInfo.InvariantCulture))) + "\n";
        File.WriteAllText(file + ".new", $"{Cursor}\n{known}{(FlushTo is null ? "" : $"flush {FlushTo}\n")}");
        File.Move(file + ".new", file, overwrite: true);
    }

    public bool Equals(LogState? other) =>
        other is not null && Cursor == other.Cursor && FlushTo == other.FlushTo && Known.SequenceEqual(other.Known);

    public override int GetHashCode() => HashCode.Combine(Cursor, FlushTo, Known.Count);

    private static IEnumerable<string> Words(List<string> lines, string name) =>
        lines.Select(line => line.Split(' ')).FirstOrDefault(words => words[0] == name)?.Skip(1) ?? [];

    private static ulong? Hash(string word) =>
        ulong.TryParse(word, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hash) ? hash : null;
}
