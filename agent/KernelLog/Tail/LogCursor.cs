using System.Globalization;

namespace SovereignFleet.Agent.KernelLog.Tail;

/// <summary>How far was read: of which boot or which file (its inode), and up to which record or byte.</summary>
internal sealed record LogCursor(string Source, ulong Position)
{
    /// <summary>Null where nothing was kept, or what was kept is not readable: then reading begins as on the first day.</summary>
    public static LogCursor? Load(string file)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        var parts = File.ReadAllText(file).Trim().Split(' ');
        return parts.Length == 2 && ulong.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? new(parts[0], position)
            : null;
    }

    /// <summary>Beside and renamed: a crash leaves the old one or the new one.</summary>
    public void Save(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var beside = file + ".new";
        File.WriteAllText(beside, string.Create(CultureInfo.InvariantCulture, $"{Source} {Position}\n"));
        File.Move(beside, file, overwrite: true);
    }
}
