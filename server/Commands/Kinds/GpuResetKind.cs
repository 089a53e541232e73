using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands.Descriptors;

namespace SovereignFleet.Server.Commands.Kinds;

/// <summary>Resets one GPU by NVIDIA's driver.</summary>
internal sealed class GpuResetKind : ICommandKind
{
    public CommandDescriptor Descriptor { get; } = new(Command.ActionOneofCase.GpuReset)
    {
        Title = "Reset a GPU",
        Says = "Ends whatever runs on it.",
        Disturbs = true,
        NeedsReason = true,
        Lasts = TimeSpan.FromMinutes(10),
        CountsPer = CommandCount.Gpu,
        Arguments =
        [
            new CommandArgument("gpu_uuid", "GPU", ArgumentKind.Gpu) { IsRequired = true, Hint = "Choose a GPU", Refusal = "Say which GPU is to be reset." },
            new CommandArgument("even_if_busy", "Even if processes run on it", ArgumentKind.Switch),
        ],
    };

    public string Text(Command command, IReadOnlyDictionary<string, int> gpus) =>
        $"{Descriptor.Name} of GPU {gpus[command.GpuReset.GpuUuid]}{(command.GpuReset.EvenIfBusy ? ", even if busy" : "")}";
}
