namespace SovereignFleet.Dashboard.Look;

/// <summary>The shapes that go with a <see cref="Tone"/>.</summary>
public enum GlyphShape
{
    None,
    Triangle,
    Diamond,
    ArrowDown,
    Bar,
    Wrench,
    Stroke,
    Question,
}
