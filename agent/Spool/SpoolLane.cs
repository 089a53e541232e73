namespace SovereignFleet.Agent.Spool;

/// <summary>The two chains of segments. Frames are many and may be dropped; what happened may not.</summary>
internal enum SpoolLane
{
    /// <summary>Events, Inventories and command results.</summary>
    Events,

    Frames,
}
