using SovereignFleet.Agent.Gpu.Events;
using SovereignFleet.Agent.Gpu.Nvml;
using SovereignFleet.Agent.Sensing;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu.Reading;

/// <summary>Reads every GPU once a second. One whose driver call hangs is told as unreadable from then on, and the sensor as
/// failing; the others are still read.</summary>
internal sealed class GpuSensor(NvmlDriver driver, GpuNews news, TimeProvider time, Action refreshInventory) : ISensor, IDisposable
{
    // Together less than a Frame waits for its sensors: what one GPU keeps back is not kept back of all.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan PatienceWithRest = TimeSpan.FromMilliseconds(150);

    private static readonly TimeSpan Hang = TimeSpan.FromMilliseconds(900);

    private readonly GpuThreads threads = new();
    private readonly NvmlOpening opening = new(driver, time);
    private readonly GpuResets resets = new();
    private IReadOnlyList<GpuWatch> watches = [];
    private int generation = -1;

    public string Name => "gpu";

    public TimeSpan Period => TimeSpan.FromSeconds(1);

    public TimeSpan TimeOut => TimeSpan.FromSeconds(3);

    /// <summary>Once GPUs were seen there is always something to tell, be it that the driver is gone.</summary>
    public string? UnsupportedReason()
    {
        if (driver.Slots.Count == 0)
        {
            driver.EnsureOpen();
        }

        return driver.Slots.Count == 0 ? driver.Reason : null;
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
        if (!await EndsAsync(round.Done, Patience, cancellationToken))
        {
            for (var left = round.Left; left > 0; left--)
            {
                threads.Run(round.Work);
            }

            await EndsAsync(round.Done, PatienceWithRest, cancellationToken);
        }

        Tell(round.Close(), frame);
        TellHanging(frame);
    }

    public void Dispose()
    {
        threads.Dispose();
        opening.Dispose();
    }

    /// <summary>False where NVML is being opened anew: then nothing can be read, and every GPU is told as unreadable.</summary>
    private async Task<bool> IsOpenAsync(FrameWriter frame, CancellationToken cancellationToken)
    {
        if (!opening.IsUnderWay && (!driver.NeedsOpening || IsAnyBusy()))
        {
            return true;
        }

        if (await EndsAsync(opening.Run(), Patience, cancellationToken))
        {
            return true;
        }

        foreach (var watch in watches)
        {
            frame.AddGpu(watch.Unread(GpuReading.Types.State.Unreadable, "the driver is being opened anew"));
        }

        opening.ThrowIfHanging();
        return false;
    }

    private bool IsAnyBusy()
    {
        foreach (var watch in watches)
        {
            if (watch.BusySince is not null)
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
        foreach (var watch in watches)
        {
            watch.Dispose();
        }

        watches = [.. driver.Slots.Select(slot => new GpuWatch(slot, driver, time))];
        refreshInventory();
    }

    private List<GpuWatch> ToRead(FrameWriter frame)
    {
        var free = new List<GpuWatch>(watches.Count);
        foreach (var watch in watches)
        {
            if (watch.BusySince is not null)
            {
                continue;
            }

            if (watch.Late is { } late)
            {
                frame.AddGpu(late);
                watch.Late = null;
            }
            else
            {
                free.Add(watch);
            }
        }

        return free;
    }

    private void Tell(IReadOnlyList<GpuReading> readings, FrameWriter frame)
    {
        var well = readings.Count == watches.Count;
        foreach (var reading in readings)
        {
            well &= reading.State == GpuReading.Types.State.Present;
            frame.AddGpu(reading);
            if (resets.Notice(reading, time.GetUtcNow()) is { } reset)
            {
                news.Tell(reset);
            }
        }

        if (well)
        {
            driver.ReportHealthy();
        }

        foreach (var watch in watches)
        {
            if (watch.BusySince is null && watch.ModesChanged)
            {
                refreshInventory();
            }
        }
    }

    private void TellHanging(FrameWriter frame)
    {
        string? first = null;
        foreach (var watch in watches)
        {
            if (watch.BusySince is { } since && time.GetUtcNow() - since is var waited && waited >= Hang)
            {
                first ??= watch.Hanging;
                frame.AddGpu(watch.Unread(GpuReading.Types.State.Unreadable, $"the driver has not answered for {(int)waited.TotalSeconds} s"));
            }
        }

        if (first is not null)
        {
            throw new TimeoutException(first);
        }
    }

    private async Task<bool> EndsAsync(Task task, TimeSpan patience, CancellationToken cancellationToken)
    {
        await task.WaitAsync(patience, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return task.IsCompleted;
    }
}
