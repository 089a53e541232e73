using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace SovereignFleet.Agent.KernelLog.Tail;

/// <summary>Follows a file like tail -F: over truncation and rotation. It begins where an earlier agent stopped, or else at the
/// end. A pipe is followed the same way, without a place to return to.</summary>
internal sealed class FileTail(string path, LogCursor? cursor) : ILogTail
{
    private const int NoSuchFile = 2;
    private const int LongestLine = 64 * 1024;
    private const int LongestRead = 1 << 20;

    private readonly byte[] buffer = new byte[64 * 1024];
    private readonly MemoryStream partial = new();
    private SafeFileHandle? file;
    private FileChanges? changes;
    private LogPath opened;
    private string source = "";
    private ulong position;
    private bool first = true;

    /// <summary>Behind the last whole line.</summary>
    public LogCursor? Position => file is null ? null : new LogCursor(source, position - (ulong)partial.Length);

    /// <summary>A pipe tells itself; of a file the kernel tells changes, once it was asked to.</summary>
    public SafeHandle? Readable => opened.Kind switch
    {
        LogPathKind.Pipe => file,
        LogPathKind.File => changes?.Told,
        _ => null,
    };

    public IReadOnlyList<LogLine> Read()
    {
        changes?.Forget();
        var lines = new List<LogLine>();
        var now = LogPath.Look(path);
        if (file is not null && (now.Inode != opened.Inode || now.Kind != opened.Kind))
        {
            ReadOn(lines); // What was written before the rotation.
            Close();
        }

        if (file is null && now.Kind is (LogPathKind.File or LogPathKind.Pipe))
        {
            OpenAt(now);
        }

        if (opened.Kind == LogPathKind.File && now.Size < (long)position)
        {
            position = 0; // Truncated: what is there now is new.
            partial.SetLength(0);
        }

        ReadOn(lines);
        first = false;
        return lines;
    }

    public void Dispose() => Close();

    private void OpenAt(LogPath now)
    {
        file = KernelLogNative.Open(path, KernelLogNative.OpenFlags | (now.Kind == LogPathKind.Pipe ? 2 : 0));
        if (file.IsInvalid)
        {
            var error = Marshal.GetLastPInvokeError();
            Close();
            if (error == NoSuchFile)
            {
                return; // Renamed between the look and the open: the next look sees what came instead.
            }

            throw new Win32Exception(error, $"{path}: {Marshal.GetPInvokeErrorMessage(error)}");
        }

        opened = now;
        changes = now.Kind == LogPathKind.File ? FileChanges.Of(path) : null;
        source = string.Create(CultureInfo.InvariantCulture, $"{(opened.Kind == LogPathKind.Pipe ? LogCursor.OfPipe : "inode-")}{opened.Inode}");
        var known = first && cursor is not null && cursor.Source == source && cursor.Position <= (ulong)now.Size;
        position = known ? cursor!.Position : first && now.Kind == LogPathKind.File ? (ulong)now.Size : 0;
    }

    private void ReadOn(List<LogLine> lines)
    {
        var read = 0;
        while (file is not null && read < LongestRead)
        {
            var length = opened.Kind == LogPathKind.File
                ? RandomAccess.Read(file, buffer, (long)position)
                : (int)Math.Max(0, KernelLogNative.Read(file, ref buffer[0], buffer.Length));
            if (length == 0)
            {
                return;
            }

            read += length;
            Split(buffer.AsSpan(0, length), lines);
        }
    }

    private void Split(ReadOnlySpan<byte> bytes, List<LogLine> lines)
    {
        foreach (var one in bytes)
        {
            position++;
            if (one != '\n')
            {
                if (partial.Length < LongestLine)
                {
                    partial.WriteByte(one);
                }

                continue;
            }

            lines.Add(new LogLine(Encoding.UTF8.GetString(partial.GetBuffer(), 0, (int)partial.Length), 0, new LogCursor(source, position)));
            partial.SetLength(0);
        }
    }

    private void Close()
    {
        file?.Dispose();
        file = null;
        changes?.Dispose();
        changes = null;
        opened = default;
        position = 0;
        partial.SetLength(0);
    }
}
