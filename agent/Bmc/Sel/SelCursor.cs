using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SovereignFleet.Agent.Bmc.Sel;

/// <summary>Which SEL records were told already. A SEL that was cleared or that wrapped starts its numbers again: the last
/// record's own text tells whether it is still the same log. Pure but for its file.</summary>
internal sealed record SelCursor(int LastId, string Fingerprint)
{
    /// <summary>The records that are new since this cursor; all of them where the log is another one.</summary>
    public static IReadOnlyList<SelRecord> New(SelCursor? cursor, IReadOnlyList<SelRecord> log)
    {
        if (cursor is null)
        {
            return log;
        }

        return cursor.Find(log) is { } told ? [.. log.Skip(told + 1)] : log;
    }

    /// <summary>Where in the log the last record that was told stands; null: it is not there.</summary>
    public int? Find(IReadOnlyList<SelRecord> log)
    {
        // In the log's own order, which is that of writing: after a wrap the ids are not ascending.
        for (var i = log.Count - 1; i >= 0; i--)
        {
            if (log[i].Id == LastId && FingerprintOf(log[i]) == Fingerprint)
            {
                return i;
            }
        }

        return null;
    }

    public static SelCursor Of(SelRecord last) => new(last.Id, FingerprintOf(last));

    public static SelCursor? Load(string file)
    {
        var parts = File.Exists(file) ? File.ReadAllText(file).Trim().Split(' ') : [];
        return parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? new(id, parts[1]) : null;
    }

    public void Save(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file + ".new", string.Create(CultureInfo.InvariantCulture, $"{LastId} {Fingerprint}\n"));
        File.Move(file + ".new", file, overwrite: true);
    }

    private static string FingerprintOf(SelRecord record) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(record.Line)))[..16];
}
