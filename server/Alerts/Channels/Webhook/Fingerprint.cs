using System.Globalization;
using System.Text;

namespace SovereignFleet.Server.Alerts.Channels.Webhook;

/// <summary>Names a set of labels as Prometheus does (model.LabelSet.Fingerprint): FNV-1a 64 over the sorted
/// names and values, each followed by the byte 0xff.</summary>
internal static class Fingerprint
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    public static string Of(IReadOnlyDictionary<string, string> labels)
    {
        var hash = Offset;
        foreach (var label in labels.OrderBy(label => label.Key, StringComparer.Ordinal))
        {
            Add(label.Key);
            Add(label.Value);
        }

        return hash.ToString("x16", CultureInfo.InvariantCulture);

        void Add(string text)
        {
            foreach (var one in Encoding.UTF8.GetBytes(text).Append((byte)0xff))
            {
                hash = unchecked((hash ^ one) * Prime);
            }
        }
    }
}
