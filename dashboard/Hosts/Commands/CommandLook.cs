using SovereignFleet.Dashboard.Look;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Hosts.Commands;

/// <summary>How a command's state is shown: its mark and its word.</summary>
internal readonly record struct CommandLook(Tone Tone, GlyphShape Shape, string Word)
{
    public static CommandLook Of(CommandState state) => state switch
    {
        CommandState.Pending => new(Tone.Drain, GlyphShape.Bar, "waits for the agent"),
        CommandState.Sent => new(Tone.Drain, GlyphShape.ArrowDown, "under way"),
        CommandState.Done => new(Tone.Ok, GlyphShape.None, "done"),
        CommandState.Refused => new(Tone.Watch, GlyphShape.Triangle, "refused by the host"),
        CommandState.Failed => new(Tone.Act, GlyphShape.Diamond, "failed"),
        CommandState.Expired => new(Tone.Out, GlyphShape.Stroke, "no answer"),
        _ => new(Tone.Unknown, GlyphShape.Question, "unknown"),
    };
}
