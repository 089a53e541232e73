using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Service.Ladder;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Service.Targets;

namespace SovereignFleet.Server.Service.Observed;

/// <summary>All that is true now of a Drain's Host: what the machine decides on.</summary>
internal sealed record DrainObservation
{
    public required TargetReading Target { get; init; }
    /// <summary>What is said where the Host was taken out and the Pool's settings do not look any more; null: there is no such place.</summary>
    public TargetReading? Former { get; init; }
    public required HeartbeatReading Heartbeat { get; init; }
    public required Liveness Liveness { get; init; }
    /// <summary>What the guard would say; asked until the Host is empty.</summary>
    public GuardVerdict? Guard { get; init; }
    /// <summary>Where the plan stands; asked only while the Drain works.</summary>
    public PlanReading? Plan { get; init; }
    /// <summary>What comes where the work at hand does not help; null: that is for a person.</summary>
    public LadderReading? Ladder { get; init; }
    /// <summary>Whether a Condition that calls for a Drain is still firing on the Host, or a person proposed it.</summary>
    public required bool StillCalledFor { get; init; }
    public required bool ApprovedByPolicy { get; init; }
    /// <summary>True where the Site has no Windows: then the approval alone decides.</summary>
    public required bool WindowOpen { get; init; }
    /// <summary>Where the Host is now, if not in the Drain's Pool any more: the guard of that Pool cannot speak for it.</summary>
    public string? LeftPool { get; init; }
    public DateTimeOffset? NextWindow { get; init; }
    /// <summary>What planned work waits for, in words: which Window, or the end of which blackout.</summary>
    public string WindowName { get; init; } = "the site's Window";
    /// <summary>How many Hosts the open Window lets be out at once for planned work; null: it sets no limit.</summary>
    public int? AtOnce { get; init; }
    /// <summary>How many Hosts of the Site are out for planned work, beside this one.</summary>
    public int PlannedOut { get; init; }
    /// <summary>What still speaks against a return, one sentence each.</summary>
    public required IReadOnlyList<string> NotRepaired { get; init; }
}
