using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Alerts.Causes;

/// <summary>One kind of thing that a person must hear of. Reads and decides; the ledger writes.</summary>
internal interface IAlertSource
{
    /// <summary>What it tells of; no other source does.</summary>
    IReadOnlyCollection<AlertCause> Causes { get; }

    /// <summary>The tables whose changes tell of it at once; what only time brings is found by a slow look. Empty: nothing tells of it, and it is
    /// looked at every few seconds.</summary>
    IReadOnlyCollection<string> ToldBy { get; }

    /// <summary>Those that are to be opened: their cause is there and no open Alert tells it.</summary>
    /// <param name="hearingSince">Since when this server hears its Hosts at all: what it could not hear is no silence.</param>
    Task<IReadOnlyList<Alert>> FreshAsync(FleetDb db, DateTimeOffset hearingSince, CancellationToken cancellationToken);

    /// <summary>The open Alerts of this source whose cause is gone.</summary>
    Task<IReadOnlyList<Guid>> OverAsync(FleetDb db, CancellationToken cancellationToken);
}
