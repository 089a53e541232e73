namespace SovereignFleet.Server.Fleet;

/// <summary>Whether a Host takes requests. Only the Drain workflow changes it.</summary>
internal enum ServiceState
{
    InService,
    Draining,
    InRepair,
    Out,
}
