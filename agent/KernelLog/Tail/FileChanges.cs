using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SovereignFleet.Agent.KernelLog.Tail;

/// <summary>What the kernel tells of one file (inotify): written to, truncated, renamed, deleted. What exactly happened is not looked
/// at: whoever is told looks at the file.</summary>
internal sealed class FileChanges : IDisposable
{
    private readonly byte[] unread = new byte[4096];
    private readonly SafeFileHandle told;

    private FileChanges(SafeFileHandle told) => this.told = told;

    public SafeHandle Told => told;

    /// <summary>Null where the kernel has no more watches to give, or the file is gone again.</summary>
    public static FileChanges? Of(string path)
    {
        var told = KernelLogNative.NewChanges(KernelLogNative.ChangeFlags);
        if (told.IsInvalid || KernelLogNative.AddChanges(told, path, KernelLogNative.AnyChange) < 0)
        {
            told.Dispose();
            return null;
        }

        return new FileChanges(told);
    }

    /// <summary>Called before the file is read, so that what comes meanwhile is told again.</summary>
    public void Forget()
    {
        while (KernelLogNative.Read(told, ref unread[0], unread.Length) > 0)
        {
        }
    }

    public void Dispose() => told.Dispose();
}
