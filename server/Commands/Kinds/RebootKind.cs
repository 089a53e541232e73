using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands.Descriptors;

namespace SovereignFleet.Server.Commands.Kinds;

/// <summary>Boots the Host anew, by its own system.</summary>
internal sealed class RebootKind : ICommandKind
{
    public CommandDescriptor Descriptor { get; } = new(Command.ActionOneofCase.Reboot)
    {
        Title = "Reboot",
        Says = "The host boots anew; proof is another boot id.",
        Disturbs = true,
        EndsBoot = true,
        NeedsReason = true,
        Lasts = TimeSpan.FromMinutes(30),
    };
}
