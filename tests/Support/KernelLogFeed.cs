using System.Diagnostics;

namespace SovereignFleet.Tests.Support;

/// <summary>A file that grows like /dev/kmsg: one record a line, "level,sequence,microseconds since boot,-;text".</summary>
internal sealed class KernelLogFeed
{
    private const int Error = 3;
    private int sequence = 1000;

    public KernelLogFeed(Stage stage, string name)
    {
        Path = stage.Write(name, "");
    }

    public string Path { get; }

    /// <summary>Writes one record; gives the instant just before it.</summary>
    public DateTimeOffset Write(string text)
    {
        var microseconds = Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000);
        var at = TimeProvider.System.GetUtcNow();
        File.AppendAllText(Path, $"{Error},{sequence++},{microseconds},-;{text}\n");
        return at;
    }

    /// <summary>Appends records as another machine wrote them.</summary>
    public void Append(string records) => File.AppendAllText(Path, records.EndsWith('\n') ? records : records + "\n");
}
