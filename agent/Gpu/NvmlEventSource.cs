using System.Threading.Channels;
using SovereignFleet.Agent.Sensing;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu;

/// <summary>Listens to NVML on a thread of its own: the wait blocks in the driver.</summary>
internal sealed class NvmlEventSource(NvmlDriver driver, TimeProvider time) : IEventSource
{
    private const int MostWaiting = 1024;

    // Short, because the library cannot be opened anew while somebody waits in it.
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public string Name => "nvml-events";

    public string? UnsupportedReason()
    {
        driver.EnsureOpen();
        return driver.Slots.Count == 0 ? driver.Reason : null;
    }

    public async Task RunAsync(IEventSink sink, CancellationToken cancellationToken)
    {
        var events = Channel.CreateBounded<Event>(new BoundedChannelOptions(MostWaiting) { SingleReader = true, SingleWriter = true });
        var listening = Task.Factory.StartNew(
            () => Listen(events.Writer, cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await foreach (var happened in events.Reader.ReadAllAsync(cancellationToken))
        {
            await sink.WriteAsync(happened, cancellationToken);
        }

        await listening;
    }

    private void Listen(ChannelWriter<Event> events, CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                driver.EnsureOpen();
                if (!ListenToGeneration(events, cancellationToken))
                {
                    cancellationToken.WaitHandle.WaitOne(Pause);
                }
            }

            events.TryComplete();
        }
        catch (Exception exception)
        {
            events.TryComplete(exception);
        }
    }

    /// <summary>Until the handles change or NVML refuses; false where it is better to pause before the next try.</summary>
    private bool ListenToGeneration(ChannelWriter<Event> events, CancellationToken cancellationToken)
    {
        var generation = driver.Generation;
        var created = driver.Use(() => NvmlEventSet.Create(driver.Library, driver.Slots));
        if (created.Value is not { } set)
        {
            return false;
        }

        while (!cancellationToken.IsCancellationRequested)
        {
            var next = driver.Use<(bool Current, NvmlAnswer<NvmlEvent?> Event, long? Action)>(() =>
                driver.Generation == generation ? Next(set) : default);
            if (!next.Current)
            {
                return true; // The library was closed, and the set with it.
            }

            if (!next.Event.IsOk)
            {
                driver.Use(() => Free(set, generation));
                driver.AskForReopening();
                return false;
            }

            if (next.Event.Value is { } happened)
            {
                Hand(events, NvmlEvents.ToEvent(happened, next.Action, time.GetUtcNow()), cancellationToken);
            }
        }

        return driver.Use(() => Free(set, generation));
    }

    /// <summary>Full means that the spool does not keep up: this thread waits, and NVML keeps its own queue meanwhile.</summary>
    private static void Hand(ChannelWriter<Event> events, Event happened, CancellationToken cancellationToken)
    {
        while (!events.TryWrite(happened) && !cancellationToken.IsCancellationRequested)
        {
            cancellationToken.WaitHandle.WaitOne(Wait);
        }
    }

    private static (bool Current, NvmlAnswer<NvmlEvent?> Event, long? Action) Next(NvmlEventSet set)
    {
        var answer = set.Wait(Wait);
        var device = answer.Value is { } happened && NvmlEvents.IsRecoveryAction(happened) ? happened.Gpu?.Device : null;
        var action = device?.Fields([NvmlField.RecoveryAction]).Value?[0];
        return (true, answer, action is { IsOk: true } ? action.Value.Value : null);
    }

    private bool Free(NvmlEventSet set, int generation)
    {
        if (driver.Generation == generation)
        {
            set.Free();
        }

        return true;
    }
}
