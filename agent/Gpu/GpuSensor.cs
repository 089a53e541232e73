using SovereignFleet.Agent.Sensing;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu;

/// <summary>Reads every GPU once a second. One whose driver call hangs is told as unreadable from then on, and the sensor as
/// failing; the others are still read.</summary>
internal sealed class GpuSensor(IGpuDriver driver, GpuEventQueue events, TimeProvider time, Action refreshInventory) : ISensor, IDisposable
{
    // Together less than a Frame waits for its sensors: what one GPU keeps back is not kept back of all.
    private static readonly TimeSpan RoundTimeOut = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan RestTimeOut = TimeSpan.FromMilliseconds(150);

    private static readonly TimeSpan Hang = TimeSpan.FromMilliseconds(900);

    private readonly GpuThreads threads = new();
    private readonly GpuOpening opening = new(driver, time);
    private readonly GpuResets resets = new();
    private IReadOnlyList<PolledGpu> gpus = [];
    private int generation = -1;

    public string Name => "gpu";

    public TimeSpan Period => TimeSpan.FromSeconds(1);

    public TimeSpan TimeOut => TimeSpan.FromSeconds(3);

    /// <summary>Once GPUs were seen there is always something to tell, be it that the driver is gone.</summary>
    public string? UnsupportedReason()
    {
        if (driver.Count == 0)
        {
            driver.EnsureOpen();
        }

        return driver.Count == 0 ? driver.Reason : null;
    }

    public async Task ReadAsync(FrameWriter frame, CancellationToken cancellationToken)
    {
        if (!await IsOpenAsync(frame, cancellationToken))
        {
            return;
        }

        Follow();
        var round = new GpuRound(ToRead(frame));
        threads.Run(round.Work);
        if (!await EndsAsync(round.Done, RoundTimeOut, cancellationToken))
        {
            for (var left = round.Left; left > 0; left--)
            {
                threads.Run(round.Work);
            }

            await EndsAsync(round.Done, RestTimeOut, cancellationToken);
        }

        Tell(round.Close(), frame);
        TellHanging(frame);
    }

    public void Dispose()
    {
        threads.Dispose();
        opening.Dispose();
    }

    /// <summary>False where the driver is being opened anew: then nothing can be read, and every GPU is told as unreadable.</summary>
    private async Task<bool> IsOpenAsync(FrameWriter frame, CancellationToken cancellationToken)
    {
        if (!opening.IsUnderWay && (!driver.NeedsOpening || IsAnyBusy()))
        {
            return true;
        }

        if (await EndsAsync(opening.Run(), RoundTimeOut, cancellationToken))
        {
            return true;
        }

        foreach (var gpu in gpus)
        {
            frame.AddGpu(gpu.Unread(UnreadGpu.BeingOpened));
        }

        opening.ThrowIfHanging();
        return false;
    }

    private bool IsAnyBusy()
    {
        foreach (var gpu in gpus)
        {
            if (gpu.BusySince is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Handles of another generation are other GPUs, as far as anybody knows.</summary>
    private void Follow()
    {
        if (driver.Generation == generation)
        {
            return;
        }

        generation = driver.Generation;
        foreach (var gpu in gpus)
        {
            gpu.Dispose();
        }

        gpus = [.. driver.List().Select(gpu => new PolledGpu(gpu, time))];
        refreshInventory();
    }

    private List<PolledGpu> ToRead(FrameWriter frame)
    {
        var free = new List<PolledGpu>(gpus.Count);
        foreach (var gpu in gpus)
        {
            if (gpu.BusySince is not null)
            {
                continue;
            }

            if (gpu.Late is { } late)
            {
                frame.AddGpu(late);
                gpu.Late = null;
            }
            else
            {
                free.Add(gpu);
            }
        }

        return free;
    }

    private void Tell(IReadOnlyList<GpuReading> readings, FrameWriter frame)
    {
        var well = readings.Count == gpus.Count;
        foreach (var reading in readings)
        {
            well &= reading.State == GpuReading.Types.State.Present;
            frame.AddGpu(reading);
            if (resets.Notice(reading, time.GetUtcNow()) is { } reset)
            {
                events.TryAdd(reset);
            }
        }

        if (well)
        {
            driver.ReportHealthy();
        }

        foreach (var gpu in gpus)
        {
            if (gpu.BusySince is null && gpu.ModesChanged)
            {
                refreshInventory();
            }
        }
    }

    private void TellHanging(FrameWriter frame)
    {
        string? first = null;
        foreach (var gpu in gpus)
        {
            if (gpu.BusySince is { } since && time.GetUtcNow() - since is var waited && waited >= Hang)
            {
                first ??= gpu.Hanging;
                frame.AddGpu(gpu.Unread($"the driver has not answered for {(int)waited.TotalSeconds} s"));
            }
        }

        if (first is not null)
        {
            throw new TimeoutException(first);
        }
    }

    private async Task<bool> EndsAsync(Task task, TimeSpan timeOut, CancellationToken cancellationToken)
    {
        await task.WaitAsync(timeOut, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return task.IsCompleted;
    }
}
