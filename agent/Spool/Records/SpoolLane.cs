namespace SovereignFleet.Agent.Spool.Records;

/// <summary>The chains of segments. Frames are many and may be dropped; what happened may not.</summary>
internal enum SpoolLane
{
    /// <summary>Events, Inventories and the results of commands that made no file.</summary>
    Events,

    Frames,

    /// <summary>The files that commands made, in parts, and behind them those commands' results. They may wait.</summary>
    Files,
}
