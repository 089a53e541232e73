namespace SovereignFleet.Tests.Agent.Spool;

internal sealed class MemoryDiskFile(byte[] synced)
{
    public MemoryDiskFile()
        : this([])
    {
    }

    public byte[] Content { get; set; } = [];

    public byte[] Synced { get; private set; } = synced;

    public bool IsUnreadable { get; set; }

    public MemoryDiskFile Copy() => new(Synced) { Content = Content, IsUnreadable = IsUnreadable };

    public void Sync() => Synced = Content;

    /// <summary>A bad sector is bad in what is on disk, too.</summary>
    public void Rot(byte[] content)
    {
        var common = Math.Min(Synced.Length, content.Length);
        Synced = [.. content[..common], .. Synced[common..]];
        Content = content;
    }

    /// <summary>Of what was appended since the sync a part may have come through; what was changed in place has not.</summary>
    public void Cut(int chance)
    {
        var appended = Content.Length - Synced.Length;
        Content = appended > 0 && Content.AsSpan().StartsWith(Synced) ? Content[..(Synced.Length + (chance % (appended + 1)))] : Synced;
        Synced = Content;
    }
}
