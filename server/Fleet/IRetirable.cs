namespace SovereignFleet.Server.Fleet;

/// <summary>What can be declared and taken away again. The row stays for the history that names it, and no query finds it that does not ask for
/// what was: each entity has a query filter, and FleetDb the sets "...Ever".</summary>
internal interface IRetirable
{
    DateTimeOffset? RetiredAt { get; set; }
}
