using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SovereignFleet.Agent.KernelLog.Tail;

/// <summary>Waits for new lines of a log on a thread of its own, inside the kernel: a quiet log costs nothing, and a line is read as it
/// is written. One wait at a time.</summary>
internal sealed class LogPoll : IDisposable
{
    private const int StackBytes = 64 * 1024;

    private readonly SafeFileHandle end = KernelLogNative.NewEvent(0, KernelLogNative.EventFlags);
    private readonly AutoResetEvent asked = new(false);
    private readonly Thread thread;
    private volatile Wait? current;

    public LogPoll()
    {
        thread = new Thread(Serve, StackBytes) { IsBackground = true, Name = "kernel-log" };
        thread.Start();
    }

    /// <summary>Ends when the descriptor has something to read, when the time is over, or with an OperationCanceledException.</summary>
    public async Task WaitAsync(SafeHandle descriptor, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var wait = new Wait(descriptor, atMost);
        current = wait;
        asked.Set();
        await wait.Done.Task.WaitAsync(cancellationToken);
    }

    /// <summary>After this nobody looks at a descriptor any more.</summary>
    public void Dispose()
    {
        current = null;
        KernelLogNative.Write(end, BitConverter.GetBytes(1UL), sizeof(ulong));
        asked.Set();
        thread.Join();
        asked.Dispose();
        end.Dispose();
    }

    private void Serve()
    {
        asked.WaitOne();
        while (current is { } wait)
        {
            Poll(wait);
            wait.Done.TrySetResult();
            asked.WaitOne();
        }
    }

    /// <summary>An error of poll ends the wait too: whoever waits reads, and meets the fault itself.</summary>
    private void Poll(Wait wait)
    {
        var taken = false;
        wait.Descriptor.DangerousAddRef(ref taken);
        try
        {
            KernelLogNative.PollEntry[] entries =
            [
                new() { Descriptor = (int)wait.Descriptor.DangerousGetHandle(), Events = KernelLogNative.Readable },
                new() { Descriptor = (int)end.DangerousGetHandle(), Events = KernelLogNative.Readable },
            ];
            _ = KernelLogNative.Poll(entries, (nuint)entries.Length, (int)wait.AtMost.TotalMilliseconds);
        }
        finally
        {
            wait.Descriptor.DangerousRelease();
        }
    }

    private sealed record Wait(SafeHandle Descriptor, TimeSpan AtMost)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
