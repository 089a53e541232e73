using System.Globalization;
using SovereignFleet.Agent.Gpu.Reading;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu.Events;

/// <summary>One GPU as it is read from second to second. A round calls <see cref="Read"/> on one thread at a time.</summary>
internal sealed class GpuWatch(GpuSlot slot, NvmlDriver driver, TimeProvider time) : IDisposable
{
    private readonly GpuReader? reader =
        slot.Device is null ? null : new GpuReader(slot.Index, slot.Uuid, slot.Device, driver.Library, time);

    public GpuSlot Slot => slot;

    // 0 while nobody reads it. The thread that reads it writes; the sensor looks on.
    private long busySince;

    /// <summary>Since when a call has not come back; null where none is under way.</summary>
    public DateTimeOffset? BusySince => Volatile.Read(ref busySince) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Read too late for the Frame of its second: told in the next.</summary>
    public GpuReading? Late { get; set; }

    /// <summary>MIG or persistence were switched, as the last reading found.</summary>
    public bool ModesChanged => reader is { ModesChanged: true };

    public void Begin() => Volatile.Write(ref busySince, time.GetUtcNow().UtcTicks);

    public void End() => Volatile.Write(ref busySince, 0);

    public GpuReading Read()
    {
        if (reader is null)
        {
            var gone = slot.LostReason.Length > 0;
            driver.AskForReopening();
            return gone
                ? Unread(GpuReading.Types.State.Lost, slot.LostReason)
                : Unread(GpuReading.Types.State.Unreadable, driver.Reason ?? "the driver is being opened anew");
        }

        if (!driver.TryEnter())
        {
            return Unread(GpuReading.Types.State.Unreadable, "the driver is being opened anew");
        }

        try
        {
            var reading = reader.Read();
            if (reader.NeedsReopening)
            {
                driver.AskForReopening();
            }

            return reading;
        }
        finally
        {
            driver.Leave();
        }
    }

    public GpuReading Unread(GpuReading.Types.State state, string error) =>
        new() { Index = slot.Index, Uuid = slot.Uuid, State = state, Error = error };

    /// <summary>For the sensor's own status: says the same as long as the call hangs.</summary>
    public string Hanging => string.Create(
        CultureInfo.InvariantCulture, $"GPU {slot.Index} ({slot.Uuid}): the driver has not answered since {BusySince:yyyy-MM-dd HH:mm:ss}");

    public void Dispose() => reader?.Dispose();
}
