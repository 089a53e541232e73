using System.Globalization;
using System.Text;

namespace SovereignFleet.Agent.Exposition.Page;

/// <summary>Prometheus' text format 0.0.4, straight into one buffer that is used again for every scrape.</summary>
internal sealed class PageWriter
{
    private const int LongestNumber = 32;
    private byte[] buffer = new byte[16 << 10];
    private int length;
    private string family = "";
    private string kind = "";
    private string? heading;

    public ReadOnlyMemory<byte> Page => buffer.AsMemory(0, length);

    public void Clear() => (length, heading) = (0, null);

    /// <summary>The samples that follow are of this name. A family without any is not on the page.</summary>
    public void Family(string name, MetricType type, string help)
    {
        family = name;
        heading = help; // ours: no backslash, no line end
        kind = type is MetricType.Counter ? " counter\n" : " gauge\n";
    }

    public void Sample(LabelSet? labels, long value)
    {
        Begin(labels);
        value.TryFormat(Room(LongestNumber), out var written, provider: CultureInfo.InvariantCulture);
        length += written;
        Text("\n");
    }

    public void Sample(LabelSet? labels, double value)
    {
        Begin(labels);
        if (double.IsInfinity(value))
        {
            Text(value > 0 ? "+Inf" : "-Inf");
        }
        else
        {
            value.TryFormat(Room(LongestNumber), out var written, provider: CultureInfo.InvariantCulture);
            length += written;
        }

        Text("\n");
    }

    private void Begin(LabelSet? labels)
    {
        if (heading is not null)
        {
            Text("# HELP ");
            Text(family);
            Text(" ");
            Text(heading);
            Text("\n# TYPE ");
            Text(family);
            Text(kind);
            heading = null;
        }

        Text(family);
        if (labels is not null)
        {
            labels.Utf8.CopyTo(Room(labels.Utf8.Length));
            length += labels.Utf8.Length;
        }

        Text(" ");
    }

    private void Text(string text) => length += Encoding.UTF8.GetBytes(text, Room(Encoding.UTF8.GetMaxByteCount(text.Length)));

    private Span<byte> Room(int size)
    {
        if (buffer.Length - length < size)
        {
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, length + size));
        }

        return buffer.AsSpan(length);
    }
}
