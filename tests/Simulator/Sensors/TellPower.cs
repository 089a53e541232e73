using SovereignFleet.Agent.Commands;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Simulator.Sensors;

/// <summary>Stands where the agent asks the BMC for the power state. A simulated Host is always on.</summary>
internal sealed class TellPower : ICommandAction
{
    public string Name => "read-power";

    public CommandLane Lane => CommandLane.Quick;

    public TimeSpan TimeOut(Command command) => TimeSpan.FromMinutes(1);

    public Task<CommandOutcome> RunAsync(Command command, CancellationToken cancellationToken) =>
        Task.FromResult(CommandOutcome.Done("power is on (simulated)", new Dictionary<string, string> { ["power"] = "on" }));
}
