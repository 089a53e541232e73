using SovereignFleet.Agent.Sensing;
using SovereignFleet.Proto.Link;
using SovereignFleet.Simulator.Hardware;

namespace SovereignFleet.Simulator.Sensors;

/// <summary>What the simulated Host is made of.</summary>
internal sealed class SimulatedInventory(SimulatedHost host) : IInventorySource
{
    public string Name => "simulated";

    public Task ReadAsync(Inventory inventory, CancellationToken cancellationToken)
    {
        inventory.Host ??= new HostInfo();
        inventory.Host.Hostname = host.Plan.Name;
        inventory.Host.BoardVendor = "Simulated";
        inventory.Host.BoardName = "Eight-GPU server";
        inventory.Host.BoardSerial = $"SIM{host.Plan.Number:0000}";
        inventory.Gpus.AddRange(host.Gpus.Select(gpu => gpu.Describe()));
        inventory.Bmc = new BmcInfo { FirmwareVersion = "1.00", Manufacturer = "Simulated" };
        return Task.CompletedTask;
    }
}
