using SovereignFleet.Dashboard.Look;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Hosts.Commands;

/// <summary>How a command's state is shown: its mark and its word.</summary>
internal readonly record struct CommandLook(Tone Tone, GlyphShape Shape, string Word)
{
    public static CommandLook Of(HostCommand command) => command switch
    {
        // Nobody was told of it.
        { State: CommandState.Refused, Guard.Length: > 0, ForcedBy.Length: 0 } => new(Tone.Watch, GlyphShape.Triangle, "refused by a second person"),
        { State: CommandState.Expired, Guard.Length: > 0, ForcedBy.Length: 0 } => new(Tone.Out, GlyphShape.Stroke, "not confirmed"),
        _ => Of(command.State),
    };

    private static CommandLook Of(CommandState state) => state switch
    {
        CommandState.Pending => new(Tone.Drain, GlyphShape.Bar, "waits for the agent"),
        CommandState.Sent => new(Tone.Drain, GlyphShape.ArrowDown, "under way"),
        CommandState.Done => new(Tone.Ok, GlyphShape.None, "done"),
        CommandState.Refused => new(Tone.Watch, GlyphShape.Triangle, "refused by the host"),
        CommandState.Failed => new(Tone.Act, GlyphShape.Diamond, "failed"),
        CommandState.Waiting => new(Tone.Watch, GlyphShape.Bar, "waits for a second person"),
        CommandState.Expired => new(Tone.Out, GlyphShape.Stroke, "no answer"),
        _ => new(Tone.Unknown, GlyphShape.Question, "unknown"),
    };
}
