using System.Globalization;

namespace SovereignFleet.Agent.Spool;

/// <summary>Which records of one lane need no sending again: a run of acknowledged Events spans numbers that Frames have.
/// Written now and then and never synced: an Ack that is lost with it costs one more sending, which the server recognises.</summary>
internal sealed class AckFile(string folder, SpoolLane lane)
{
    private readonly string path = Path.Combine(folder, lane.ToString().ToLowerInvariant() + "-acknowledged");

    public IEnumerable<(ulong First, ulong Last)> Read()
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        // "17-30 5d2f0c11": one range a line.
        foreach (var line in File.ReadAllLines(path))
        {
            if (SealedLine.Read(line)?.Split('-') is [var begin, var end]
                && ulong.TryParse(begin, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
                && ulong.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var last))
            {
                yield return (first, last);
            }
        }
    }

    public void Write(IEnumerable<(ulong First, ulong Last)> ranges)
    {
        var next = path + ".new";
        File.WriteAllLines(next, ranges.Select(range =>
            SealedLine.Of(string.Create(CultureInfo.InvariantCulture, $"{range.First}-{range.Last}"))));
        File.Move(next, path, overwrite: true);
    }
}
