using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Fleet.Retirement;

/// <summary>What a capability has against taking a Host out of the fleet, and what it ends with it.</summary>
internal interface IHostRetirement
{
    /// <returns>What stands against it, for a person, with what to do; null: nothing.</returns>
    Task<string?> AgainstAsync(FleetDb db, Host host, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>Ends what must not outlive it, in the transaction that takes the Host out.</summary>
    Task EndAsync(FleetDb db, Host host, string actor, DateTimeOffset now, CancellationToken cancellationToken) => Task.CompletedTask;
}
