using System.Text;
using SovereignFleet.Agent.Spool.Files;
using SovereignFleet.Agent.Spool.Records;

namespace SovereignFleet.Tests.Agent.Spool;

/// <summary>A disk that knows what was synced, that can be full, and of which a file may not be readable.</summary>
internal sealed class MemoryDisk : ILifeDisk, ISpoolFiles
{
    private readonly SortedDictionary<string, MemoryDiskFile> files = new(StringComparer.Ordinal);

    public ISpoolFiles Files => this;

    /// <summary>How many bytes the files may have together.</summary>
    public long Quota { get; set; } = long.MaxValue;

    public long Used => files.Values.Sum(file => (long)file.Content.Length);

    public IReadOnlyList<string> Names => [.. files.Where(file => file.Value.Content.Length > 0).Select(file => file.Key)];

    public void Turn()
    {
        foreach (var name in files.Keys.ToList())
        {
            // Late writes of the old life's streams reach nothing.
            files[name] = files[name].Copy();
        }
    }

    /// <summary>Power is cut: what was not synced is gone, or a part of it.</summary>
    public void Cut(int chance)
    {
        foreach (var (name, file) in files.ToList())
        {
            file.Cut(chance);
            if (file.Content.Length == 0 && chance % 2 == 0)
            {
                files.Remove(name);
            }
        }
    }

    /// <summary>From now on, for good.</summary>
    public void MakeUnreadable(string name) => files[name].IsUnreadable = true;

    public byte[] Content(string name) => files[name].Content;

    public void Put(string name, byte[] content) => files[name].Rot(content);

    public IReadOnlyList<string> Segments(SpoolLane lane) =>
        [.. files.Keys.Where(name => name.StartsWith(SegmentName.Lane(lane) + "-", StringComparison.Ordinal) && name.EndsWith(".seg", StringComparison.Ordinal))];

    public Stream Open(string name)
    {
        if (!files.TryGetValue(name, out var file))
        {
            files[name] = file = new MemoryDiskFile();
        }

        return new MemoryDiskStream(file, more => Used + more <= Quota);
    }

    public void Sync(Stream stream) => ((MemoryDiskStream)stream).File.Sync();

    public void Delete(string name) => files.Remove(name);

    public void SetAside(string name)
    {
        files.Remove(name, out var file);
        files[name + SegmentName.Aside] = file!;
    }

    public string? Text(string name) => files.TryGetValue(name, out var file) ? Encoding.ASCII.GetString(file.Content) : null;

    public void Replace(string name, string text)
    {
        // The new one is written beside the old one.
        Reserve(text.Length);
        var old = files.GetValueOrDefault(name);
        files[name] = new MemoryDiskFile(old?.Synced ?? []) { Content = Encoding.ASCII.GetBytes(text) };
    }

    public void Overwrite(string name, string text)
    {
        Reserve(text.Length - (files.GetValueOrDefault(name)?.Content.Length ?? 0));
        files[name] = new MemoryDiskFile { Content = Encoding.ASCII.GetBytes(text) };
        files[name].Sync();
    }

    private void Reserve(long more)
    {
        if (more > 0 && Used + more > Quota)
        {
            throw new IOException("No space left on device");
        }
    }
}
