using System.Text;
using SovereignFleet.Agent.Spool.Records;

namespace SovereignFleet.Agent.Spool.Files;

/// <summary>A folder of the Host's disk.</summary>
/// <param name="open">Opens a segment.</param>
internal sealed class SpoolFiles(string folder, Func<string, Stream> open) : ISpoolFiles
{
    /// <summary>A disk that cannot be read fails often: the newest of what was set aside tell enough.</summary>
    private const int KeptAside = 4;

    public IReadOnlyList<string> Segments(SpoolLane lane) =>
        [.. Directory.GetFiles(folder, SegmentName.Pattern(lane)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public Stream Open(string name) => open(At(name));

    public void Sync(Stream stream)
    {
        if (stream is FileStream file)
        {
            file.Flush(flushToDisk: true);
        }
    }

    public void Delete(string name) => File.Delete(At(name));

    public void SetAside(string name)
    {
        File.Move(At(name), At(name + SegmentName.Aside), overwrite: true);
        foreach (var old in Directory.GetFiles(folder, "*" + SegmentName.Aside).OrderDescending(StringComparer.Ordinal).Skip(KeptAside))
        {
            File.Delete(old);
        }
    }

    public string? Text(string name) => File.Exists(At(name)) ? File.ReadAllText(At(name)) : null;

    public void Replace(string name, string text)
    {
        File.WriteAllText(At(name + ".new"), text);
        File.Move(At(name + ".new"), At(name), overwrite: true);
    }

    public void Overwrite(string name, string text)
    {
        using var file = new FileStream(At(name), FileMode.OpenOrCreate, FileAccess.Write);
        file.Write(Encoding.ASCII.GetBytes(text));
        file.SetLength(file.Position);
        file.Flush(flushToDisk: true);
    }

    private string At(string name) => Path.Combine(folder, name);
}
