using System.Globalization;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu;

/// <summary>One GPU as it is read from second to second, and since when a call to it has not come back. A round calls
/// <see cref="Read"/> on one thread at a time.</summary>
internal sealed class PolledGpu(IGpu gpu, TimeProvider time) : IDisposable
{
    // 0 while nobody reads it. The thread that reads it writes; the sensor looks on.
    private long busySince;

    /// <summary>Since when a call has not come back; null where none is under way.</summary>
    public DateTimeOffset? BusySince => Volatile.Read(ref busySince) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Read too late for the Frame of its second: told in the next.</summary>
    public GpuReading? Late { get; set; }

    public bool ModesChanged => gpu.ModesChanged;

    public void Begin() => Volatile.Write(ref busySince, time.GetUtcNow().UtcTicks);

    public void End() => Volatile.Write(ref busySince, 0);

    public GpuReading Read() => gpu.Read();

    public GpuReading Unread(string error) => UnreadGpu.Of(gpu, GpuReading.Types.State.Unreadable, error);

    /// <summary>For the sensor's own status: says the same as long as the call hangs.</summary>
    public string Hanging => string.Create(
        CultureInfo.InvariantCulture, $"GPU {gpu.Index} ({gpu.Uuid}): the driver has not answered since {BusySince:yyyy-MM-dd HH:mm:ss}");

    public void Dispose() => gpu.Dispose();
}
