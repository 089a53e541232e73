using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SovereignFleet.Agent.KernelLog.Tail;

/// <summary>The system calls that .NET does not give: a read that does not wait, and a file's own number. No logic here.</summary>
internal static partial class KernelLogNative
{
    public const int OpenFlags = 0x800 | 0x80000; // O_RDONLY | O_NONBLOCK | O_CLOEXEC
    public const int BrokenPipe = 32;
    public const int TryAgain = 11;
    public const int Interrupted = 4;
    public const int CurrentFolder = -100; // AT_FDCWD
    public const uint BasicStatistics = 0x7ff;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(SafeFileHandle file, ref byte buffer, nint length);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Statx(int folder, string path, int flags, uint mask, out Status status);

    /// <summary>struct statx, 256 bytes, the same on every architecture.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    internal struct Status
    {
        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public ulong Size;
    }
}
