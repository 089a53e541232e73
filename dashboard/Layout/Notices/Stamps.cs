using System.Globalization;
using System.Text.RegularExpressions;
using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Dashboard.Look;

namespace SovereignFleet.Dashboard.Layout.Notices;

/// <summary>Moments inside the server's sentences, which knows no reader's zone: they are told in the Site's, as every other time on a page.</summary>
internal static partial class Stamps
{
    /// <param name="zone">IANA; null: of no Site, and UTC is said.</param>
    public static string Local(string sentence, string? zone) => Stamp().Replace(sentence, found =>
        DateTimeOffset.TryParseExact(
            found.Groups["at"].Value, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? Shown.Local(at.ToTimestamp(), zone)
            : found.Value);

    // "2026-03-01 12:00Z", "2026-03-01 12:00 UTC", "2026-03-01 12:00:30Z".
    [GeneratedRegex(@"\b(?<at>\d{4}-\d{2}-\d{2} \d{2}:\d{2})(:\d{2})?(Z| UTC)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Stamp();
}
