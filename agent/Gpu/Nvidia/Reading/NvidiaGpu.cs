using SovereignFleet.Agent.Gpu.Nvidia.Driver;
using SovereignFleet.Agent.Gpu.Nvidia.Nvml;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu.Nvidia.Reading;

/// <summary>One GPU, read by NVML while the library is open.</summary>
internal sealed class NvidiaGpu(GpuSlot slot, NvmlDriver driver, TimeProvider time) : IGpu
{
    private readonly GpuReader? reader =
        slot.Device is null ? null : new GpuReader(slot.Index, slot.Uuid, slot.Device, driver.Library, time);

    public uint Index => slot.Index;

    public string Uuid => slot.Uuid;

    public bool ModesChanged => reader is { ModesChanged: true };

    public GpuReading Read()
    {
        if (reader is null)
        {
            var gone = slot.LostReason.Length > 0;
            driver.AskForReopening();
            return gone
                ? UnreadGpu.Of(this, GpuReading.Types.State.Lost, slot.LostReason)
                : UnreadGpu.Of(this, GpuReading.Types.State.Unreadable, driver.Reason ?? UnreadGpu.BeingOpened);
        }

        if (!driver.TryEnter())
        {
            return UnreadGpu.Of(this, GpuReading.Types.State.Unreadable, UnreadGpu.BeingOpened);
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

    public void Dispose() => reader?.Dispose();
}
