namespace SovereignFleet.Dashboard.Drains.Next;

/// <summary>What a person can do next about a Host.</summary>
public enum NextKind
{
    /// <summary>Nothing is left to do.</summary>
    None,
    /// <summary>Look at the Host.</summary>
    Open,
    /// <summary>Look at its Drain: that goes on by itself, or somebody else decides.</summary>
    Follow,
    Propose,
    Approve,
    Vouch,
    LiftBrake,
    MarkWorkDone,
}
