using SovereignFleet.Dashboard.Look;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Drains.States;

/// <summary>How a drain's state is shown: its column, its mark, its word.</summary>
internal readonly record struct DrainLook(DrainColumn Column, Tone Tone, GlyphShape Shape, string Word)
{
    /// <summary>As its state is, unless that waits for a person.</summary>
    public static DrainLook Of(Drain drain) => drain switch
    {
        _ when DrainPlan.WaitsForAPerson(drain) => new(DrainColumn.Person, Tone.Act, GlyphShape.Diamond, "work failed"),
        { State: DrainState.Blocked, Guard.Braked: true } => Of(drain.State) with { Column = DrainColumn.Person },
        _ => Of(drain.State),
    };

    public static DrainLook Of(DrainState state) => state switch
    {
        DrainState.Proposed => new(DrainColumn.Person, Tone.Watch, GlyphShape.Triangle, "proposed"),
        DrainState.Overdue => new(DrainColumn.Person, Tone.Act, GlyphShape.Diamond, "overdue"),
        DrainState.Failed => new(DrainColumn.Person, Tone.Act, GlyphShape.Diamond, "failed"),
        DrainState.Blocked => new(DrainColumn.Waiting, Tone.Drain, GlyphShape.Bar, "blocked"),
        DrainState.Approved => new(DrainColumn.Waiting, Tone.Drain, GlyphShape.ArrowDown, "approved"),
        DrainState.Reserved => new(DrainColumn.Waiting, Tone.Drain, GlyphShape.ArrowDown, "reserved"),
        DrainState.Cordoned => new(DrainColumn.Draining, Tone.Drain, GlyphShape.ArrowDown, "cordoned"),
        DrainState.Draining => new(DrainColumn.Draining, Tone.Drain, GlyphShape.ArrowDown, "draining"),
        DrainState.Empty => new(DrainColumn.Maintenance, Tone.Drain, GlyphShape.Wrench, "empty"),
        DrainState.Working => new(DrainColumn.Maintenance, Tone.Drain, GlyphShape.Wrench, "working"),
        DrainState.Validating => new(DrainColumn.Maintenance, Tone.Drain, GlyphShape.Wrench, "validating"),
        DrainState.Returning => new(DrainColumn.Maintenance, Tone.Drain, GlyphShape.Wrench, "returning"),
        DrainState.Closed => new(DrainColumn.Done, Tone.Ok, GlyphShape.None, "closed"),
        DrainState.Cancelled => new(DrainColumn.Done, Tone.Out, GlyphShape.Stroke, "cancelled"),
        _ => new(DrainColumn.Person, Tone.Unknown, GlyphShape.Question, "unknown"),
    };

    /// <summary>A person may still stop it without undoing work that is being done on the Host.</summary>
    public static bool MayCancel(DrainState state) => Of(state).Column is not DrainColumn.Done && state is not DrainState.Returning;

    /// <summary>Hands may have been on the Host: it goes back when it is proven, or by a person's explicit word.</summary>
    public static bool IsWorkedOn(DrainState state) => state is DrainState.Empty or DrainState.Working or DrainState.Validating;

    /// <summary>The load balancer has not been told anything yet: the Host still serves as before.</summary>
    public static bool IsNotBegun(DrainState state) => state is DrainState.Proposed or DrainState.Approved or DrainState.Reserved or DrainState.Blocked;

    public static string Title(DrainColumn column) => column switch
    {
        DrainColumn.Person => "Waiting for a person",
        DrainColumn.Waiting => "Waiting",
        DrainColumn.Draining => "Draining",
        DrainColumn.Maintenance => "In maintenance",
        _ => "Done",
    };
}
