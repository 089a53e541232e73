using System.Runtime.InteropServices;

namespace SovereignFleet.Agent.Runtime.Footprint;

/// <summary>What of the C library the memory of this process is kept small with.</summary>
internal static partial class FootprintNative
{
    /// <summary>MADV_DONTNEED of madvise(2): the pages of a file's mapping are let go, and read again from the file where touched.</summary>
    public const int DoNotNeed = 4;

    [LibraryImport("libc", EntryPoint = "madvise")]
    public static partial int Advise(nuint address, nuint length, int advice);

    /// <summary>malloc_trim(3): what the C library keeps for later allocations goes back to the kernel.</summary>
    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    public static partial int TrimMalloc(nuint keep);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetEnvironment(string name, string value, int overwrite);
}
