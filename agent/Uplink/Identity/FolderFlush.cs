using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SovereignFleet.Agent.Uplink.Identity;

/// <summary>Brings a folder's names to the disk: a file that was renamed has its new name after a power cut too. .NET opens no folders.</summary>
internal static partial class FolderFlush
{
    /// <summary>O_RDONLY and O_CLOEXEC.</summary>
    private const int ReadOnly = 0x80000;

    public static void Flush(string folder)
    {
        using var handle = Open(folder, ReadOnly);
        if (handle.IsInvalid)
        {
            throw new IOException($"{folder} cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        RandomAccess.FlushToDisk(handle);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);
}
