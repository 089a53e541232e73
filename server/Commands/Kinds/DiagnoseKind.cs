using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands.Descriptors;

namespace SovereignFleet.Server.Commands.Kinds;

/// <summary>Runs NVIDIA's diagnostic and our own CUDA check. The short one leaves alone what the Host serves.</summary>
internal sealed class DiagnoseKind : ICommandKind
{
    public CommandDescriptor Descriptor { get; } = new(Command.ActionOneofCase.Diagnose)
    {
        Title = "Diagnose",
        Says = "NVIDIA's diagnostic and our own CUDA check.",
        Disturbs = true,
        Lasts = TimeSpan.FromMinutes(100),
        Arguments =
        [
            new CommandArgument("gpu_uuids", "GPU", ArgumentKind.Gpus) { Hint = "All" },
            new CommandArgument("level", "Level", ArgumentKind.Number)
            {
                Least = 1,
                Most = 3,
                Default = "1",
                Choices = [new("1", "1: a minute", DisturbsNothing: true), new("2", "2: some minutes"), new("3", "3: up to an hour")],
                Refusal = "A diagnostic has the levels 1, 2 and 3.",
            },
        ],
    };

    public string Text(Command command, IReadOnlyDictionary<string, int> gpus) => command.Diagnose.GpuUuids switch
    {
        [] => $"{Descriptor.Name} at level {command.Diagnose.Level}",
        [var one] => $"{Descriptor.Name} of GPU {gpus[one]} at level {command.Diagnose.Level}",
        var several => $"{Descriptor.Name} of GPUs {string.Join(", ", several.Select(uuid => gpus[uuid]).Order())} at level {command.Diagnose.Level}",
    };
}
