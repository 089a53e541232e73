using SovereignFleet.Agent.Sensing;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu;

/// <summary>Reads every GPU once a second. Each GPU is read on its own: one whose driver call hangs is told as unreadable from
/// then on, and the others are still read.</summary>
internal sealed class GpuSensor(NvmlDriver driver, TimeProvider time) : ISensor
{
    private readonly Dictionary<uint, (Task Read, DateTimeOffset Since)> hanging = [];

    public string Name => "gpu";

    public TimeSpan Period => TimeSpan.FromSeconds(1);

    public TimeSpan TimeOut => TimeSpan.FromMilliseconds(800);

    /// <summary>Once GPUs were seen there is always something to tell, be it that the driver is gone.</summary>
    public string? UnsupportedReason()
    {
        driver.EnsureOpen();
        return driver.Slots.Count == 0 ? driver.Reason : null;
    }

    public async Task ReadAsync(FrameWriter frame, CancellationToken cancellationToken)
    {
        await Task.Run(driver.EnsureOpen, cancellationToken).WaitAsync(cancellationToken);
        var slots = driver.Slots;
        var reads = slots.Select(slot => ReadSlotAsync(slot, frame)).ToList();
        try
        {
            var well = await Task.WhenAll(reads).WaitAsync(cancellationToken);
            if (Array.TrueForAll(well, gpu => gpu))
            {
                driver.ReportHealthy();
            }
        }
        catch (OperationCanceledException)
        {
            Remember(slots, reads);
            throw;
        }
    }

    /// <summary>True where the GPU was read and is well.</summary>
    private async Task<bool> ReadSlotAsync(GpuSlot slot, FrameWriter frame)
    {
        if (hanging.TryGetValue(slot.Index, out var earlier))
        {
            if (!earlier.Read.IsCompleted)
            {
                var seconds = (int)(time.GetUtcNow() - earlier.Since).TotalSeconds;
                frame.AddGpu(Unread(slot, GpuReading.Types.State.Unreadable, $"the driver has not answered for {seconds} s"));
                return false;
            }

            hanging.Remove(slot.Index);
        }

        return await Task.Run(() => Read(slot, frame));
    }

    private bool Read(GpuSlot slot, FrameWriter frame)
    {
        if (slot.Device is null)
        {
            driver.AskForReopening();
            var gone = slot.LostReason.Length > 0;
            frame.AddGpu(Unread(
                slot,
                gone ? GpuReading.Types.State.Lost : GpuReading.Types.State.Unreadable,
                gone ? slot.LostReason : driver.Reason ?? "the driver is being opened anew"));
            return false;
        }

        var read = driver.Use(() => GpuReader.Read(slot.Index, slot.Uuid, slot.Device));
        if (read is null)
        {
            frame.AddGpu(Unread(slot, GpuReading.Types.State.Unreadable, "the driver is being opened anew"));
            return false;
        }

        if (read.NeedsReopening)
        {
            driver.AskForReopening();
        }

        frame.AddGpu(read.Build());
        return !read.NeedsReopening;
    }

    private void Remember(IReadOnlyList<GpuSlot> slots, List<Task<bool>> reads)
    {
        for (var i = 0; i < slots.Count; i++)
        {
            if (!reads[i].IsCompleted)
            {
                hanging.TryAdd(slots[i].Index, (reads[i], time.GetUtcNow()));
            }
        }
    }

    private static GpuReading Unread(GpuSlot slot, GpuReading.Types.State state, string error) =>
        new() { Index = slot.Index, Uuid = slot.Uuid, State = state, Error = error };
}
