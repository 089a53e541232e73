namespace SovereignFleet.Tests.Support;

/// <summary>A file on a disk that is full at a number of bytes: the write that does not fit is cut short and fails.</summary>
internal sealed class QuotaFile(string path, Quota quota)
    : FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, BufferSize = 0 })
{
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var room = Math.Max(0, quota.Bytes - quota.Used(System.IO.Path.GetDirectoryName(Name)!));
        var fitting = buffer[..(int)Math.Min(room, buffer.Length)].ToArray();
        base.Write(fitting, 0, fitting.Length);
        if (room < buffer.Length)
        {
            throw new IOException("No space left on device");
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
}
