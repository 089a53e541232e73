using SovereignFleet.Agent.KernelLog.Driver;
using SovereignFleet.Agent.KernelLog.Fabric;
using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Agent.KernelLog.Platform.Memory;
using SovereignFleet.Agent.KernelLog.Platform.Network;
using SovereignFleet.Agent.KernelLog.Platform.Pci;
using SovereignFleet.Agent.KernelLog.Platform.Processes;

namespace SovereignFleet.Agent.KernelLog;

/// <summary>All that is read from the kernel's log. The first that takes a line has it: the driver comes last, because a PCIe
/// error line of a GPU begins with the driver's name too.</summary>
internal static class LogSubjects
{
    public static IReadOnlyList<ILogSubject> Create() =>
    [
        new FirmwareErrors(),
        new PcieErrors(),
        new MemoryErrors(),
        new MachineChecks(),
        new NvmeErrors(),
        new NicErrors(),
        new NetworkLinks(),
        new OutOfMemory(),
        new KernelStacks(),
        new ProcessCrashes(),
        new FabricManagerLines(),
        new DriverSubject(),
    ];
}
