using System.Globalization;

namespace SovereignFleet.Agent.Spool;

/// <summary>Which records need no sending again. Written now and then and never synced: an Ack that is lost with it costs one
/// more sending, which the server recognises.</summary>
internal sealed class AckFile(string folder)
{
    private readonly string path = Path.Combine(folder, "acknowledged");

    public IEnumerable<(ulong First, ulong Last)> Read()
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        // "17-30": one range a line.
        foreach (var line in File.ReadAllLines(path))
        {
            var ends = line.Split('-');
            if (ends.Length == 2
                && ulong.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
                && ulong.TryParse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture, out var last))
            {
                yield return (first, last);
            }
        }
    }

    public void Write(IEnumerable<(ulong First, ulong Last)> ranges)
    {
        var next = path + ".new";
        File.WriteAllLines(next, ranges.Select(range => string.Create(CultureInfo.InvariantCulture, $"{range.First}-{range.Last}")));
        File.Move(next, path, overwrite: true);
    }
}
