namespace SovereignFleet.Tests.Agent.Spool;

/// <summary>An open file of a MemoryDisk. The write that finds no room is cut short and fails.</summary>
internal sealed class MemoryDiskStream(MemoryDiskFile file, Func<long, bool> hasRoom) : Stream
{
    public MemoryDiskFile File => file;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => file.Content.Length;

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (file.IsUnreadable)
        {
            throw new IOException("Input/output error");
        }

        var given = (int)Math.Max(0, Math.Min(count, Length - Position));
        file.Content.AsSpan((int)Position, given).CopyTo(buffer.AsSpan(offset));
        Position += given;
        return given;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        var more = Math.Max(0, Position + count - Length);
        var fits = more == 0 || hasRoom(more);
        var taken = fits ? count : count / 2;
        var end = (int)Position + taken;
        var content = new byte[Math.Max(file.Content.Length, end)];
        file.Content.CopyTo(content, 0);
        buffer.AsSpan(offset, taken).CopyTo(content.AsSpan((int)Position));
        file.Content = content;
        Position = end;
        if (!fits)
        {
            throw new IOException("No space left on device");
        }
    }

    public override void SetLength(long value)
    {
        var content = file.Content;
        Array.Resize(ref content, (int)value);
        file.Content = content;
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}
