using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands.Descriptors;

namespace SovereignFleet.Server.Commands.Kinds;

/// <summary>Power off and on by the BMC, without asking the system.</summary>
internal sealed class PowerCycleKind : ICommandKind
{
    public CommandDescriptor Descriptor { get; } = new(Command.ActionOneofCase.PowerCycle)
    {
        Title = "Power-cycle",
        Says = "Power off and on by the BMC, without asking the system.",
        Disturbs = true,
        EndsBoot = true,
        NeedsReason = true,
        Lasts = TimeSpan.FromMinutes(30),
        ByGateway = GatewayUse.Once,
    };
}
