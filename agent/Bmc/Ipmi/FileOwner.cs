using System.Runtime.InteropServices;

namespace SovereignFleet.Agent.Bmc.Ipmi;

/// <summary>Who owns a file: .NET does not tell.</summary>
internal static partial class FileOwner
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint OwnerWanted = 0x8; // STATX_UID

    /// <summary>The user that this agent runs as.</summary>
    public static uint Us => EffectiveUser();

    /// <summary>Null where it cannot be told.</summary>
    public static uint? Of(string path) => Statx(CurrentFolder, path, 0, OwnerWanted, out var status) == 0 ? status.Owner : null;

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, out Status status);

    /// <summary>struct statx, 256 bytes, the same on every architecture.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(20)]
        public uint Owner;
    }
}
