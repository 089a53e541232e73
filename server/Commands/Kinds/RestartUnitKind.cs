using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands.Descriptors;

namespace SovereignFleet.Server.Commands.Kinds;

/// <summary>Restarts a systemd unit that the Host's agent allows: the inference server.</summary>
internal sealed class RestartUnitKind : ICommandKind
{
    public CommandDescriptor Descriptor { get; } = new(Command.ActionOneofCase.RestartUnit)
    {
        Title = "Restart a service",
        Says = "A unit that the host's agent allows.",
        Disturbs = true,
        NeedsReason = true,
        Lasts = TimeSpan.FromMinutes(15),
        CountsPer = CommandCount.Unit,
        Arguments =
        [
            // systemd knows no longer name of a unit.
            new CommandArgument("unit", "Unit", ArgumentKind.Text)
            {
                IsRequired = true, Most = 255, Hint = "vllm.service", Refusal = "Say which unit is to be restarted, such as vllm.service.",
            },
        ],
    };

    public string Text(Command command, IReadOnlyDictionary<string, int> gpus) => $"{Descriptor.Name} {command.RestartUnit.Unit}";
}
