using SovereignFleet.Agent.Gpu.Nvidia.Nvml;
using SovereignFleet.Agent.Gpu.Nvidia.Reading;
using SovereignFleet.Agent.Gpu.Slots;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu.Nvidia.Description;

/// <summary>Reads all that an Inventory tells of one GPU. What a GPU does not answer stays absent.</summary>
internal sealed class GpuDescription(NvmlLibrary library, PhysicalSlots physicalSlots, TimeProvider time)
{
    // nvmlMemoryLocation_t, in its order; the place of device memory is the DRAM's.
    private static readonly string[] Locations = ["l1", "l2", "dram", "register-file", "texture-memory", "texture-shm", "cbu", "sram"];

    public GpuInfo Read(GpuSlot slot, NvmlDevice device)
    {
        var identity = device.Identity;
        var gpu = new GpuInfo
        {
            Uuid = slot.Uuid,
            Index = slot.Index,
            Name = Text(identity.Name()),
            Serial = Text(identity.Serial()),
            PartNumber = Text(identity.PartNumber()),
            VbiosVersion = Text(identity.VbiosVersion()),
            InforomVersion = Text(identity.InforomVersion()),
            GspFirmware = Text(identity.GspFirmware()),
            Architecture = Text(identity.Architecture()),
            PciAddress = slot.PciAddress,
            DriverVersion = Text(library.DriverVersion()),
            CudaVersion = Text(library.CudaVersion()),
        };
        ReadPlace(gpu, slot, identity);
        ReadSettings(gpu, identity);
        ReadLimits(gpu, device);
        ReadErrors(gpu, device.Health);
        ReadFabric(gpu, device);
        ReadProcesses(gpu, device.Activity);

        // A whole reading is made for the sake of what it could not read.
        using var reader = new GpuReader(slot.Index, slot.Uuid, device, library, time);
        reader.Read();
        gpu.NotSupported.AddRange(reader.NotSupported.Union(library.MissingFunctions).Order(StringComparer.Ordinal));
        return gpu;
    }

    private void ReadPlace(GpuInfo gpu, GpuSlot slot, NvmlIdentity identity)
    {
        Put(identity.ModuleId(), value => gpu.ModuleId = value);
        Put(identity.MinorNumber(), value => gpu.MinorNumber = value);
        if ((physicalSlots.Find(slot.PciAddress) ?? (gpu.HasModuleId ? gpu.ModuleId : null)) is { } number)
        {
            gpu.Slot = number;
        }
    }

    private static void ReadSettings(GpuInfo gpu, NvmlIdentity identity)
    {
        Put(identity.EccEnabled(), value => gpu.EccEnabled = value);
        Put(identity.Persistence(), value => gpu.Persistence = value);
        Put(identity.MigEnabled(), value => gpu.MigEnabled = value);
    }

    private static void ReadLimits(GpuInfo gpu, NvmlDevice device)
    {
        var identity = device.Identity;
        Put(identity.TemperatureLimit(NvmlTemperatureLimit.Slowdown), value => gpu.SlowdownC = value);
        Put(identity.TemperatureLimit(NvmlTemperatureLimit.Shutdown), value => gpu.ShutdownC = value);
        Put(identity.TemperatureLimit(NvmlTemperatureLimit.MemoryMax), value => gpu.MemoryMaxC = value);
        Put(identity.TemperatureLimit(NvmlTemperatureLimit.GpuMax), value => gpu.GpuMaxC = value);
        Put(device.SignedField(NvmlField.ShutdownMargin), value => gpu.ShutdownMarginC = value);
        Put(device.SignedField(NvmlField.SlowdownMargin), value => gpu.SlowdownMarginC = value);
        Put(device.SignedField(NvmlField.MemoryMaxMargin), value => gpu.MemoryMaxMarginC = value);
        Put(device.SignedField(NvmlField.GpuMaxMargin), value => gpu.GpuMaxMarginC = value);
        Put(identity.MaxPcieGeneration(), value => gpu.PcieMaxGeneration = value);
        Put(identity.MaxPcieWidth(), value => gpu.PcieMaxWidth = value);
        Put(identity.DefaultPowerLimit(), value => gpu.PowerLimitDefaultMw = value);
        Put(identity.PowerLimits(), value => (gpu.PowerLimitMinMw, gpu.PowerLimitMaxMw) = value);
    }

    private static void ReadErrors(GpuInfo gpu, NvmlHealth health)
    {
        for (var location = 0; location < Locations.Length; location++)
        {
            var count = new EccCount { Location = Locations[location] };
            Put(health.EccAt((uint)location, NvmlEccErrors.Corrected, NvmlEccSpan.Aggregate), value => count.Corrected = value);
            Put(health.EccAt((uint)location, NvmlEccErrors.Uncorrected, NvmlEccSpan.Aggregate), value => count.Uncorrected = value);
            if (count.HasCorrected || count.HasUncorrected)
            {
                gpu.EccCounts.Add(count);
            }
        }

        Put(health.SramFaults(), faults => gpu.SramFaults.AddRange(faults.Select(fault => new SramFault
        {
            Unit = fault.Unit,
            Location = fault.Location,
            Sublocation = fault.Sublocation,
            Extlocation = fault.Extlocation,
            Address = fault.Address,
            Parity = fault.IsParity != 0,
            Count = fault.Count,
        })));
    }

    private static void ReadFabric(GpuInfo gpu, NvmlDevice device)
    {
        Put(device.Field(NvmlField.NvLinkCount), value => gpu.Nvlinks = (uint)value);
        var newer = device.Health.Fabric2();
        if (newer.Outcome == NvmlOutcome.NotSupported)
        {
            Put(device.Health.Fabric(), value => gpu.Fabric = NvmlFabric.Info(value));
        }

        Put(newer, value => gpu.Fabric = NvmlFabric.Info(value));
    }

    private void ReadProcesses(GpuInfo gpu, NvmlActivity activity) =>
        Put(activity.Processes(), processes => gpu.Processes.AddRange(processes.Select(process =>
        {
            var one = new GpuProcess { Pid = process.ProcessId, Name = library.ProcessName(process.ProcessId) };
            if (process.UsedMemory != ulong.MaxValue) // NVML_VALUE_NOT_AVAILABLE
            {
                one.MemoryBytes = process.UsedMemory;
            }

            return one;
        })));

    private static string Text(NvmlAnswer<string> answer) => answer.IsOk ? answer.Value! : "";

    private static void Put<T>(NvmlAnswer<T> answer, Action<T> set)
    {
        if (answer.IsOk)
        {
            set(answer.Value!);
        }
    }
}
