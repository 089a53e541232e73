using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands.Descriptors;

namespace SovereignFleet.Server.Commands.Kinds;

/// <summary>Asks the BMC whether the power is on.</summary>
internal sealed class ReadPowerKind : ICommandKind
{
    public CommandDescriptor Descriptor { get; } = new(Command.ActionOneofCase.ReadPower)
    {
        Title = "Read the power state",
        Says = "Asks the BMC.",
        IsHarmless = true,
        Lasts = TimeSpan.FromMinutes(2),
        CountsPer = CommandCount.Nothing,
        ByGateway = GatewayUse.Repeatable,
    };
}
