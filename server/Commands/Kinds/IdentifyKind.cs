using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands.Descriptors;

namespace SovereignFleet.Server.Commands.Kinds;

/// <summary>Lights or clears the locator LED.</summary>
internal sealed class IdentifyKind : ICommandKind
{
    public static CommandDescriptor Descriptor { get; } = new(Command.ActionOneofCase.Identify)
    {
        Title = "Locator LED",
        Says = "So that remote hands find the machine.",
        IsHarmless = true,
        Lasts = TimeSpan.FromMinutes(2),
        CountsPer = CommandCount.Nothing,
        ByGateway = GatewayUse.Repeatable,
        Arguments =
        [
            new CommandArgument("on", "Locator LED", ArgumentKind.Switch) { Default = "true", Choices = [new("true", "Light it"), new("false", "Clear it")] },
        ],
    };

    CommandDescriptor ICommandKind.Descriptor => Descriptor;

    // Of no Drain: what a person lights, no sweep of the drains clears.
    public string Text(Command command, IReadOnlyDictionary<string, int> gpus) => command.Identify.On ? "light the locator LED" : "clear the locator LED";
}
