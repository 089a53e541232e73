using SovereignFleet.Agent.Repair;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Simulator.Sensors;

/// <summary>Stands where the agent asks the BMC for the power state. A simulated Host is always on.</summary>
internal sealed class TellPower : IRepairAction
{
    public string Name => "read-power";

    public Task<RepairOutcome> RunAsync(Command command, CancellationToken cancellationToken) =>
        Task.FromResult(new RepairOutcome(true, "power is on (simulated)", new Dictionary<string, string> { ["power"] = "on" }));
}
