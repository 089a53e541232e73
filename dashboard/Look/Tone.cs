namespace SovereignFleet.Dashboard.Look;

/// <summary>The six things a mark can say. Each has a colour in the palette and a glyph, so that no meaning rests on colour alone.</summary>
public enum Tone
{
    Ok,
    Watch,
    Act,
    Drain,
    Out,
    Unknown,
}
