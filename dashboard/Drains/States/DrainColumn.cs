namespace SovereignFleet.Dashboard.Drains.States;

/// <summary>A column of the board: what the drains in it wait for.</summary>
internal enum DrainColumn
{
    Person,
    Waiting,
    Draining,
    Maintenance,
    Done,
}
