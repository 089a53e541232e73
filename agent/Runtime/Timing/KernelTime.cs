using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SovereignFleet.Agent.Runtime.Timing;

/// <summary>The system's clock, with timers of one timerfd. An agent sets a dozen time-outs a second and hardly one runs out: .NET's own
/// timers wake a thread to set each, and once more when it would have run out; setting and ending one of these is a system call.
/// A callback runs on the thread pool, without the execution context of whoever made the timer.</summary>
internal sealed class KernelTime : TimeProvider
{
    private readonly Lock gate = new();
    private readonly SortedSet<KernelTimer> waiting = new(KernelTimer.ByDue);
    private readonly SafeFileHandle descriptor;
    private long armedFor = long.MaxValue;
    private long made;

    private KernelTime()
    {
        descriptor = TimerNative.Create(TimerNative.Monotonic, TimerNative.CloseOnExec);
        if (descriptor.IsInvalid)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), "timerfd_create");
        }

        new Thread(Run) { IsBackground = true, Name = "timers" }.Start();
    }

    /// <summary>One for the whole process.</summary>
    public static KernelTime Instance { get; } = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new KernelTimer(this, callback, state, Interlocked.Increment(ref made));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Sets when the timer runs out next; null: not.</summary>
    /// <param name="due">Nanoseconds of the monotonic clock.</param>
    public void Plan(KernelTimer timer, long? due)
    {
        lock (gate)
        {
            waiting.Remove(timer);
            timer.Due = due;
            if (due is not null)
            {
                waiting.Add(timer);
            }

            Arm();
        }
    }

    public static long After(TimeSpan span) => Stopwatch.GetTimestamp() + (long)(span.Ticks * (Stopwatch.Frequency / (double)TimeSpan.TicksPerSecond));

    private void Arm()
    {
        var next = waiting.Min?.Due ?? long.MaxValue;
        if (next == armedFor)
        {
            return;
        }

        armedFor = next;

        // Zero would stop the timer: a moment that is long past runs out at once.
        var at = next == long.MaxValue ? 0 : Math.Max(next, 1);
        if (TimerNative.Set(descriptor, TimerNative.Absolute, new(0, 0, at / Stopwatch.Frequency, at % Stopwatch.Frequency), 0) < 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), "timerfd_settime");
        }
    }

    private void Run()
    {
        while (true)
        {
            if (TimerNative.Wait(descriptor, out _, sizeof(ulong)) < 0 && Marshal.GetLastPInvokeError() is var fault and not TimerNative.InterruptedCall)
            {
                Environment.FailFast($"The timers cannot be waited for: errno {fault} of a timerfd");
            }

            lock (gate)
            {
                armedFor = long.MaxValue;
                var now = Stopwatch.GetTimestamp();
                while (waiting.Min is { Due: { } due } timer && due <= now)
                {
                    waiting.Remove(timer);
                    timer.Due = timer.NextAfter(due);
                    if (timer.Due is not null)
                    {
                        waiting.Add(timer);
                    }

                    ThreadPool.UnsafeQueueUserWorkItem(timer, preferLocal: false);
                }

                Arm();
            }
        }
    }
}
