namespace SovereignFleet.Dashboard.Look;

/// <summary>The colours of one theme, as #RRGGBB. The meaning of each is in the names: a colour is never picked for its looks.</summary>
internal sealed record Palette
{
    /// <summary>dark, light or contrast: the value of the page's data-theme.</summary>
    public required string Name { get; init; }
    public required bool IsDark { get; init; }

    public required string Ground { get; init; }
    public required string Surface { get; init; }
    public required string Raised { get; init; }
    public required string Line { get; init; }
    /// <summary>The ground of what is chosen or pointed at.</summary>
    public required string Chosen { get; init; }
    public required string Field { get; init; }
    public required string Text { get; init; }
    public required string Quiet { get; init; }

    /// <summary>Healthy, in service.</summary>
    public required string Ok { get; init; }
    public required string OkLine { get; init; }

    /// <summary>A risk or a warning, no hurry.</summary>
    public required string Watch { get; init; }

    /// <summary>Firing: a person is needed.</summary>
    public required string Act { get; init; }

    /// <summary>Draining, blocked, or in maintenance.</summary>
    public required string Drain { get; init; }

    /// <summary>Out of service on purpose.</summary>
    public required string Out { get; init; }

    /// <summary>Nothing heard; always hatched.</summary>
    public required string Unknown { get; init; }

    /// <summary>Selection, links, focus ring.</summary>
    public required string Accent { get; init; }

    /// <summary>What is drawn on top of a saturated colour: glyphs and button words.</summary>
    public required string OnTone { get; init; }
}
