using SovereignFleet.Agent.Sensing;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu;

/// <summary>What the GPUs are: identity, versions, limits, and what their driver cannot tell.</summary>
internal sealed class GpuInventory(NvmlDriver driver, PhysicalSlots physicalSlots) : IInventorySource
{
    public string Name => "gpu";

    public async Task ReadAsync(Inventory inventory, CancellationToken cancellationToken)
    {
        // Into a list of our own first: a driver that hangs must not write into an Inventory that was sent meanwhile.
        var gpus = await Task.Run(ReadAll, cancellationToken).WaitAsync(cancellationToken);
        inventory.Gpus.AddRange(gpus);
        if (gpus.Count == 0)
        {
            inventory.GpuReason = driver.Reason ?? "";
        }
    }

    private List<GpuInfo> ReadAll()
    {
        driver.EnsureOpen();
        var present = driver.Slots.Where(slot => slot.Device is not null).ToList();
        return driver.Use(() => present.ConvertAll(slot => Read(slot, slot.Device!))) ?? [];
    }

    private GpuInfo Read(GpuSlot slot, NvmlDevice device)
    {
        var gpu = new GpuInfo
        {
            Uuid = slot.Uuid,
            Index = slot.Index,
            Name = Text(device.Name()),
            Serial = Text(device.Serial()),
            PartNumber = Text(device.PartNumber()),
            VbiosVersion = Text(device.VbiosVersion()),
            InforomVersion = Text(device.InforomVersion()),
            PciAddress = slot.PciAddress,
            DriverVersion = Text(driver.Library.DriverVersion()),
            CudaVersion = Text(driver.Library.CudaVersion()),
        };
        Put(device.TemperatureLimit(NvmlTemperatureLimit.Slowdown), value => gpu.SlowdownC = value);
        Put(device.TemperatureLimit(NvmlTemperatureLimit.Shutdown), value => gpu.ShutdownC = value);
        Put(device.TemperatureLimit(NvmlTemperatureLimit.MemoryMax), value => gpu.MemoryMaxC = value);
        Put(device.TemperatureLimit(NvmlTemperatureLimit.GpuMax), value => gpu.GpuMaxC = value);
        Put(device.MaxPcieGeneration(), value => gpu.PcieMaxGeneration = value);
        Put(device.MaxPcieWidth(), value => gpu.PcieMaxWidth = value);
        Put(device.DefaultPowerLimit(), value => gpu.PowerLimitDefaultMw = value);
        Put(device.ModuleId(), value => gpu.Slot = (uint)value);
        if (!gpu.HasSlot && physicalSlots.Find(slot.PciAddress) is { } number)
        {
            gpu.Slot = number;
        }

        // A whole reading is made for the sake of what it could not read.
        gpu.NotSupported.AddRange(GpuReader.Read(slot.Index, slot.Uuid, device).NotSupported
            .Union(driver.Library.MissingFunctions).Order(StringComparer.Ordinal));
        return gpu;
    }

    private static string Text(NvmlAnswer<string> answer) => answer.IsOk ? answer.Value! : "";

    private static void Put(NvmlAnswer<long> answer, Action<long> set)
    {
        if (answer.IsOk)
        {
            set(answer.Value);
        }
    }
}
