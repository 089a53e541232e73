namespace SovereignFleet.Agent.KernelLog.Tail;

/// <summary>What stands at a path now.</summary>
internal readonly record struct LogPath(LogPathKind Kind, ulong Inode, long Size)
{
    public static LogPath Look(string path)
    {
        if (KernelLogNative.Statx(KernelLogNative.CurrentFolder, path, 0, KernelLogNative.BasicStatistics, out var status) != 0)
        {
            return new(LogPathKind.Missing, 0, 0);
        }

        var kind = (status.Mode & 0xf000) switch
        {
            0x2000 => LogPathKind.Device,
            0x1000 => LogPathKind.Pipe,
            0x8000 => LogPathKind.File,
            _ => LogPathKind.Missing,
        };
        return new(kind, status.Inode, (long)status.Size);
    }
}

internal enum LogPathKind
{
    Missing,
    Device,
    Pipe,
    File,
}
