using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SovereignFleet.Tests.Support;

/// <summary>A Host's serial console: a pseudo terminal whose far end a simulated BMC opens as its serial line.</summary>
internal sealed class SerialConsole : IAsyncDisposable
{
    private const int OpenFlags = 0x2 | 0x100; // O_RDWR | O_NOCTTY

    private readonly SafeFileHandle master;
    private readonly string lockFile;

    private SerialConsole(SafeFileHandle master, string line) =>
        (this.master, lockFile) = (master, "/var/lock/LCK.." + Path.GetFileName(line));

    /// <summary>Before the BMC starts: it opens the line at once.</summary>
    public static SerialConsole At(string line)
    {
        var master = Open("/dev/ptmx\0"u8.ToArray(), OpenFlags);
        if (master.IsInvalid || GrantPt(master) != 0 || UnlockPt(master) != 0)
        {
            throw new IOException("no pseudo terminal");
        }

        var name = new byte[128];
        if (PtsName(master, name, name.Length) != 0)
        {
            throw new IOException("the pseudo terminal has no name");
        }

        File.CreateSymbolicLink(line, System.Text.Encoding.ASCII.GetString(name).TrimEnd('\0'));
        return new SerialConsole(master, line);
    }

    public void Say(string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        if (Write(master, bytes, bytes.Length) != bytes.Length)
        {
            throw new IOException("the console did not take it");
        }
    }

    public ValueTask DisposeAsync()
    {
        master.Dispose();
        // A BMC that was killed leaves it behind.
        File.Delete(lockFile);
        return ValueTask.CompletedTask;
    }

    [DllImport("libc", EntryPoint = "open")]
    private static extern SafeFileHandle Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "grantpt")]
    private static extern int GrantPt(SafeFileHandle master);

    [DllImport("libc", EntryPoint = "unlockpt")]
    private static extern int UnlockPt(SafeFileHandle master);

    [DllImport("libc", EntryPoint = "ptsname_r")]
    private static extern int PtsName(SafeFileHandle master, byte[] name, nint length);

    [DllImport("libc", EntryPoint = "write")]
    private static extern nint Write(SafeFileHandle master, byte[] bytes, nint length);
}
