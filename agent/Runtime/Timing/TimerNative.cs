using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SovereignFleet.Agent.Runtime.Timing;

/// <summary>timerfd_create(2): a timer of the kernel that a thread reads.</summary>
internal static partial class TimerNative
{
    public const int Monotonic = 1;
    public const int CloseOnExec = 0x80000;
    public const int Absolute = 1;
    public const int InterruptedCall = 4;

    [LibraryImport("libc", EntryPoint = "timerfd_create", SetLastError = true)]
    public static partial SafeFileHandle Create(int clock, int flags);

    /// <param name="former">Null: what was set before is not asked for.</param>
    [LibraryImport("libc", EntryPoint = "timerfd_settime", SetLastError = true)]
    public static partial int Set(SafeFileHandle timer, int flags, in Setting next, nint former);

    /// <summary>Waits until the timer has run out; gives 8, the bytes of how often it did.</summary>
    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Wait(SafeFileHandle timer, out ulong times, nuint size);

    /// <summary>struct itimerspec of a 64-bit machine. A value of zero stops the timer.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly record struct Setting(long PeriodSeconds, long PeriodNanoseconds, long Seconds, long Nanoseconds);
}
