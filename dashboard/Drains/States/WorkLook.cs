using SovereignFleet.Dashboard.Look;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Drains.States;

/// <summary>How a work of a plan is shown: its mark and its word.</summary>
internal readonly record struct WorkLook(Tone Tone, GlyphShape Shape, string Word)
{
    public static WorkLook Of(DrainWork work) => work switch
    {
        { State: WorkState.Planned } => new(Tone.Ok, GlyphShape.None, "planned"),
        { State: WorkState.Begun } => new(Tone.Drain, GlyphShape.Wrench, "under way"),
        { State: WorkState.Proven } => new(Tone.Ok, GlyphShape.None, "done"),
        { State: WorkState.Failed, DoneBy: "" } => new(Tone.Act, GlyphShape.Diamond, "failed"),
        { State: WorkState.Failed } => new(Tone.Drain, GlyphShape.Wrench, "done by hand, to be proven"),
        { State: WorkState.PassedOver } => new(Tone.Ok, GlyphShape.None, "did not help"),
        _ => new(Tone.Unknown, GlyphShape.Question, "unknown"),
    };

    /// <summary>In the middle of a sentence: "remote hands (SF-2026-0042)", "a reset (GPU 3)".</summary>
    public static string Name(DrainWork work)
    {
        // What a command is quoted by names its target once more.
        string[] about = [work.TargetName, work.ByPerson ? work.Reference : ""];
        var quoted = string.Join(", ", about.Where(text => text.Length > 0));
        return quoted.Length == 0 ? work.Name : $"{work.Name} ({quoted})";
    }
}
