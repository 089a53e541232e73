using System.Globalization;
using SovereignFleet.Agent.Spool.Records;

namespace SovereignFleet.Agent.Spool.Files;

/// <summary>Which records of one lane need no sending again: a run of acknowledged Events spans numbers that Frames have.
/// Written now and then and never synced: an Ack that is lost with it costs one more sending, which the server recognises.</summary>
internal sealed class AckFile(ISpoolFiles files, SpoolLane lane)
{
    private readonly string name = SegmentName.Lane(lane) + "-acknowledged";

    public IEnumerable<(ulong First, ulong Last)> Read()
    {
        // "17-30 5d2f0c11": one range a line.
        foreach (var line in (files.Text(name) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (ChecksummedLine.Read(line)?.Split('-') is [var begin, var end]
                && ulong.TryParse(begin, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
                && ulong.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var last))
            {
                yield return (first, last);
            }
        }
    }

    public void Write(IEnumerable<(ulong First, ulong Last)> ranges) => files.Replace(name, string.Concat(ranges.Select(range =>
        ChecksummedLine.Of(string.Create(CultureInfo.InvariantCulture, $"{range.First}-{range.Last}")) + "\n")));
}
