using System.Globalization;
using SovereignFleet.Agent.Commands;
using SovereignFleet.Proto.Link;
using SovereignFleet.Simulator.Hardware;

namespace SovereignFleet.Simulator.Sensors;

/// <summary>Stands where the agent lights the locator LED by the BMC.</summary>
internal sealed class LightLocator(SimulatedHost host) : ICommandAction
{
    public string Name => "identify";

    public CommandLane Lane => CommandLane.Quick;

    public TimeSpan TimeOut(Command command) => TimeSpan.FromMinutes(1);

    public Task<CommandOutcome> RunAsync(Command command, CancellationToken cancellationToken)
    {
        host.IdentifyOn = command.Identify.On;
        var state = host.IdentifyOn ? "on" : "off";
        return Task.FromResult(CommandOutcome.Done(
            string.Create(CultureInfo.InvariantCulture, $"locator LED {state} (simulated)"), new Dictionary<string, string> { ["identify"] = state }));
    }
}
