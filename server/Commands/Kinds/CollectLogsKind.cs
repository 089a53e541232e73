using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands.Descriptors;

namespace SovereignFleet.Server.Commands.Kinds;

/// <summary>Gathers what a maker's support asks for.</summary>
internal sealed class CollectLogsKind : ICommandKind
{
    public CommandDescriptor Descriptor { get; } = new(Command.ActionOneofCase.CollectLogs)
    {
        Title = "Collect logs",
        Says = "Kernel log, BMC event log, NVIDIA's report: one file, some minutes.",
        Lasts = TimeSpan.FromMinutes(15),
    };
}
