using SovereignFleet.Dashboard.Look;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Drains.States;

/// <summary>How a step of a plan is shown: its mark and its word.</summary>
internal readonly record struct WorkLook(Tone Tone, GlyphShape Shape, string Word)
{
    public static WorkLook Of(WorkState state) => state switch
    {
        WorkState.Planned => new(Tone.Out, GlyphShape.None, "planned"),
        WorkState.Begun => new(Tone.Drain, GlyphShape.Wrench, "under way"),
        WorkState.Proven => new(Tone.Ok, GlyphShape.None, "proven"),
        WorkState.Failed => new(Tone.Act, GlyphShape.Diamond, "failed"),
        _ => new(Tone.Unknown, GlyphShape.Question, "unknown"),
    };

    /// <summary>"Reset a GPU: GPU 3".</summary>
    public static string Name(DrainWork work) => work.TargetName.Length > 0 ? $"{work.Title}: {work.TargetName}" : work.Title;
}
