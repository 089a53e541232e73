using SovereignFleet.Agent.Gpu.Nvidia.Driver;
using SovereignFleet.Agent.Gpu.Nvidia.Nvml;
using SovereignFleet.Agent.Gpu.Slots;
using SovereignFleet.Agent.Sensing;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu.Nvidia.Events;

/// <summary>Listens to NVML on a thread of its own, because the wait blocks in the driver, and hands on what else was noticed
/// about the GPUs. Where the wait does not come back it fails; no second thread is sent after the first.</summary>
internal sealed class NvmlEventSource(NvmlDriver driver, GpuEventQueue events, GpuPlaces places, PhysicalSlots physicalSlots, TimeProvider time) : IEventSource
{
    // Short, because the library cannot be opened anew while somebody waits in it.
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(3);

    private Task listening = Task.CompletedTask;

    // Timestamp of the entry into the driver; 0 while nobody is in it.
    private long inDriverSince;

    public string Name => "nvml-events";

    public string? UnsupportedReason()
    {
        if (driver.Slots.Count == 0)
        {
            driver.EnsureOpen();
        }

        return driver.Slots.Count == 0 ? driver.Reason : null;
    }

    public async Task RunAsync(IEventSink sink, CancellationToken cancellationToken)
    {
        ThrowIfHanging();
        if (listening.IsCompleted)
        {
            listening = Task.Factory.StartNew(
                () => Listen(cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }

        // Each wait that is left behind stays in the channel until there is one: one is enough.
        var more = events.Reader.WaitToReadAsync(cancellationToken).AsTask();
        while (!listening.IsCompleted)
        {
            ThrowIfHanging();
            while (events.Reader.TryRead(out var queued))
            {
                await sink.WriteAsync(queued.Happened, cancellationToken);
                if (queued.PlacesAfter is { } after)
                {
                    places.Save(after);
                }
            }

            more = more.IsCompleted ? events.Reader.WaitToReadAsync(cancellationToken).AsTask() : more;
            await Task.WhenAny(more, listening, Task.Delay(Look, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }

        await listening;
    }

    private void ThrowIfHanging()
    {
        var since = Interlocked.Read(ref inDriverSince);
        if (since != 0 && time.GetElapsedTime(since) > Hang)
        {
            throw new TimeoutException("the driver does not answer: the wait for NVML's events does not come back");
        }
    }

    private void Listen(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            driver.EnsureOpen();
            var generation = driver.Generation;
            Enter();
            driver.Use(() => TellReplaced(cancellationToken));
            Leave();
            if (!ListenToGeneration(generation, cancellationToken))
            {
                cancellationToken.WaitHandle.WaitOne(Retry);
            }
        }
    }

    /// <summary>Until the handles change or NVML refuses; false where it is better to pause before the next try.</summary>
    private bool ListenToGeneration(int generation, CancellationToken cancellationToken)
    {
        var created = driver.Use(() => driver.Generation == generation ? NvmlEventSet.Create(driver.Library, driver.Slots) : default);
        if (created.Value is not { } set)
        {
            return false;
        }

        var turn = Turn.None;
        while (turn == Turn.None && !cancellationToken.IsCancellationRequested)
        {
            Enter();
            turn = Next(set, generation, cancellationToken);
            Leave();
        }

        if (turn != Turn.OtherHandles)
        {
            driver.Use(() => Free(set, generation));
        }

        if (turn == Turn.Refused)
        {
            driver.AskForReopening();
        }

        return turn != Turn.Refused;
    }

    private Turn Next(NvmlEventSet set, int generation, CancellationToken cancellationToken)
    {
        if (!driver.TryEnter())
        {
            return driver.Generation == generation ? Turn.None : Turn.OtherHandles;
        }

        NvmlEvent? happened;
        long? action;
        try
        {
            if (driver.Generation != generation)
            {
                return Turn.OtherHandles; // The library was closed, and the set with it.
            }

            var answer = set.Wait(Wait);
            if (!answer.IsOk)
            {
                return Turn.Refused;
            }

            happened = answer.Value;
            action = happened is not null && NvmlEvents.IsRecoveryAction(happened) ? Action(happened.Gpu?.Device) : null;
        }
        finally
        {
            driver.Leave();
        }

        if (happened is not null)
        {
            Hand(NvmlEvents.ToEvent(happened, action, time.GetUtcNow()), null, cancellationToken);
        }

        return Turn.None;
    }

    /// <summary>Full means that the spool does not keep up: this thread waits, and NVML keeps its own queue meanwhile.</summary>
    private void Hand(Event happened, IReadOnlyList<GpuPlace>? placesAfter, CancellationToken cancellationToken)
    {
        while (!events.TryAdd(happened, placesAfter) && !cancellationToken.IsCancellationRequested)
        {
            Interlocked.Exchange(ref inDriverSince, 0);
            cancellationToken.WaitHandle.WaitOne(Wait);
        }
    }

    private static long? Action(NvmlDevice? device) =>
        device?.Field(NvmlField.RecoveryAction) is { IsOk: true } answer ? answer.Value : null;

    private bool TellReplaced(CancellationToken cancellationToken)
    {
        var now = driver.Slots.Where(slot => slot.Device is not null).Select(slot => NvmlEvents.PlaceOf(slot, physicalSlots)).ToList();
        var after = GpuPlaces.After(places.Known, now);
        var replaced = GpuPlaces.Replaced(places.Known, now, time.GetUtcNow());
        for (var i = 0; i < replaced.Count; i++)
        {
            Hand(replaced[i], i == replaced.Count - 1 ? after : null, cancellationToken);
        }

        if (replaced.Count == 0)
        {
            places.Save(after);
        }

        return true;
    }

    private bool Free(NvmlEventSet set, int generation)
    {
        if (driver.Generation == generation)
        {
            set.Free();
        }

        return true;
    }

    private void Enter() => Interlocked.Exchange(ref inDriverSince, time.GetTimestamp());

    private void Leave() => Interlocked.Exchange(ref inDriverSince, 0);

    private enum Turn
    {
        None,
        OtherHandles,
        Refused,
    }
}
