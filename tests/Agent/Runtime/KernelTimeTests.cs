using System.Collections.Concurrent;
using System.Diagnostics;
using SovereignFleet.Agent.Runtime.Timing;

namespace SovereignFleet.Tests.Agent.Runtime;

[TestClass]
public sealed class KernelTimeTests
{
    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestMethod]
    public async Task Timers_ManyAtRandom_EachRunsOutOnceAndNotBeforeItsTime()
    {
        var random = new Random(20261126);
        var early = new ConcurrentBag<int>();
        var fired = new int[1000];
        using var left = new CountdownEvent(fired.Length);
        var timers = new List<ITimer>();
        for (var i = 0; i < fired.Length; i++)
        {
            var number = i;
            var span = TimeSpan.FromMilliseconds(random.Next(0, 200));
            var madeAt = Stopwatch.GetTimestamp();
            timers.Add(KernelTime.Instance.CreateTimer(
                _ =>
                {
                    if (Stopwatch.GetElapsedTime(madeAt) < span)
                    {
                        early.Add(number);
                    }

                    Interlocked.Increment(ref fired[number]);
                    left.Signal();
                },
                null, span, Never));
        }

        await Task.Run(() => left.Wait(Patience, Cancellation), Cancellation);
        await Task.WhenAll(timers.Select(timer => timer.DisposeAsync().AsTask()));

        Assert.AreEqual("", string.Join(' ', early), "before their time");
        Assert.IsTrue(fired.All(times => times == 1), $"{fired.Count(times => times == 0)} never, {fired.Count(times => times > 1)} more than once");
    }

    [TestMethod]
    public async Task Timers_EndedOrPutOff_HoldUpNoOtherAndDoNotRunOut()
    {
        // So long that a busy machine has ended and put them off by then.
        var due = TimeSpan.FromSeconds(1);
        var wrong = 0;
        var ended = KernelTime.Instance.CreateTimer(_ => Interlocked.Increment(ref wrong), null, due, Never);
        await using var putOff = KernelTime.Instance.CreateTimer(_ => Interlocked.Increment(ref wrong), null, due, Never);
        await using var stopped = KernelTime.Instance.CreateTimer(_ => Interlocked.Increment(ref wrong), null, due, Never);
        await ended.DisposeAsync();
        Assert.IsTrue(putOff.Change(TimeSpan.FromHours(1), Never));
        Assert.IsTrue(stopped.Change(Never, Never));

        await Task.Delay(due + TimeSpan.FromMilliseconds(100), KernelTime.Instance, Cancellation);

        Assert.AreEqual(0, Volatile.Read(ref wrong));
        Assert.IsFalse(ended.Change(TimeSpan.Zero, Never), "an ended timer is not set again");
    }

    [TestMethod]
    public async Task Timer_WithPeriod_RunsOutAgainUntilItIsEnded()
    {
        var times = 0;
        var third = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var timer = KernelTime.Instance.CreateTimer(
            _ =>
            {
                if (Interlocked.Increment(ref times) == 3)
                {
                    third.TrySetResult();
                }
            },
            null, TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(5));

        await third.Task.WaitAsync(Patience, Cancellation);
        await timer.DisposeAsync();
        await Task.Delay(TimeSpan.FromMilliseconds(30), Cancellation);
        var ended = Volatile.Read(ref times);
        await Task.Delay(TimeSpan.FromMilliseconds(60), Cancellation);

        Assert.AreEqual(ended, Volatile.Read(ref times));
    }

    [TestMethod]
    public async Task Timer_SetSooner_DoesNotWaitForTheFormerTime()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var timer = KernelTime.Instance.CreateTimer(_ => done.TrySetResult(), null, TimeSpan.FromDays(300), Never);

        timer.Change(TimeSpan.Zero, Never);

        await done.Task.WaitAsync(Patience, Cancellation);
    }

    [TestMethod]
    public async Task TimeOuts_OfDotNet_RunOnIt()
    {
        using var timeOut = new CancellationTokenSource(TimeSpan.FromMilliseconds(20), KernelTime.Instance);

        await Assert.ThrowsExactlyAsync<TaskCanceledException>(() => Task.Delay(Patience, timeOut.Token));
        await Assert.ThrowsExactlyAsync<TimeoutException>(
            () => new TaskCompletionSource().Task.WaitAsync(TimeSpan.FromMilliseconds(20), KernelTime.Instance, Cancellation));
    }

    [TestMethod]
    public void Timer_WithATimeThatCannotBe_IsRefused() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => KernelTime.Instance.CreateTimer(_ => { }, null, TimeSpan.FromSeconds(-5), Never));
}
