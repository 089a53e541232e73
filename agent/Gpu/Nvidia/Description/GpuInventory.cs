using SovereignFleet.Agent.Gpu.Nvidia.Driver;
using SovereignFleet.Agent.Gpu.Slots;
using SovereignFleet.Agent.Sensing;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu.Nvidia.Description;

/// <summary>What the GPUs are: identity, versions, limits, and what their driver cannot tell. Where the driver hangs it tells what
/// it told last, and sends no second thread after the first.</summary>
internal sealed class GpuInventory(NvmlDriver driver, PhysicalSlots physicalSlots, TimeProvider time) : IInventorySource
{
    private static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(10);

    private Task<List<GpuInfo>>? reading;
    private List<GpuInfo> last = [];

    public string Name => "gpu";

    public async Task ReadAsync(Inventory inventory, CancellationToken cancellationToken)
    {
        // Into a list of our own first: a driver that hangs must not write into an Inventory that was sent meanwhile.
        reading ??= Task.Factory.StartNew(ReadAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var answered = true;
        try
        {
            last = await reading.WaitAsync(TimeOut, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            answered = false;
        }
        finally
        {
            reading = reading.IsCompleted ? null : reading;
        }

        inventory.Gpus.Add(last.Select(gpu => gpu.Clone()));
        if (last.Count == 0)
        {
            inventory.GpuReason = answered ? driver.Reason ?? "" : "the NVIDIA driver does not answer";
        }
    }

    private List<GpuInfo> ReadAll()
    {
        driver.EnsureOpen();
        var present = driver.Slots.Where(slot => slot.Device is not null).ToList();
        return driver.Use(() => present.ConvertAll(slot => new GpuDescription(driver.Library, physicalSlots, time).Read(slot, slot.Device!))) ?? [];
    }
}
