using SovereignFleet.Dashboard.Look;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Alerts;

/// <summary>How an alert is shown: its mark and its word.</summary>
internal readonly record struct AlertLook(Tone Tone, GlyphShape Shape, string Word)
{
    public static AlertLook Of(AlertGroup row) => row switch
    {
        { Firing: false } => new(Tone.Ok, GlyphShape.None, "resolved"),
        { Severity: Severity.Critical } => new(Tone.Act, GlyphShape.Diamond, "critical"),
        { Severity: Severity.Warning } => new(Tone.Watch, GlyphShape.Triangle, "warning"),
        _ => new(Tone.Ok, GlyphShape.None, "info"),
    };
}
