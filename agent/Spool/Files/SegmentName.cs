using System.Globalization;
using SovereignFleet.Agent.Spool.Records;

namespace SovereignFleet.Agent.Spool.Files;

/// <summary>"frames-00000000000000000017.seg": the lane, and the sequence of the first record.</summary>
internal static class SegmentName
{
    /// <summary>What the name of a segment gets that could not be read.</summary>
    public const string Aside = ".unreadable";

    public static string Of(SpoolLane lane, ulong first) => string.Create(CultureInfo.InvariantCulture, $"{Lane(lane)}-{first:D20}.seg");

    public static string Pattern(SpoolLane lane) => Lane(lane) + "-*.seg";

    public static string Lane(SpoolLane lane) => lane.ToString().ToLowerInvariant();

    /// <summary>0 where somebody else has put a file there.</summary>
    public static ulong First(string name) =>
        ulong.TryParse(Path.GetFileNameWithoutExtension(name).Split('-')[1], NumberStyles.None, CultureInfo.InvariantCulture, out var first) ? first : 0;
}
