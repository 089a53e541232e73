using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Ownership;
using SovereignFleet.Server.Link.Events;

namespace SovereignFleet.Server.Link.Observers;

/// <summary>Sees a Host's stream on the replica that holds it, one call at a time per Host. Implemented further down the
/// flow (Health); Link knows only this.</summary>
internal interface IHostObserver
{
    /// <summary>Before the first message of a new stream.</summary>
    /// <param name="bootId">The Host's boot by its own word; empty: it does not tell.</param>
    Task OnConnectedAsync(HostIdentity host, string bootId, CancellationToken cancellationToken);

    /// <summary>A live Frame. Backlog Frames go to telemetry only: they are not now.</summary>
    Task OnFrameAsync(HostIdentity host, Frame frame, DateTimeOffset receivedAt, CancellationToken cancellationToken);

    /// <summary>Events of one batch, inside the transaction that stores them: what is written through
    /// <paramref name="db"/> commits with them, before the agent's acknowledgement. Called again with the same Events where
    /// that transaction failed.</summary>
    Task OnEventsAsync(HostIdentity host, IReadOnlyList<StoredEvent> events, Postgres.FleetDb db, CancellationToken cancellationToken);

    /// <summary>Records of another Host's BMC log that a gateway told first, in the transaction that stores them.</summary>
    Task OnBmcEventsAsync(HostIdentity host, IReadOnlyList<StoredEvent> events, Postgres.FleetDb db, CancellationToken cancellationToken);

    /// <summary>What the stream of a gateway told of another Host's BMC, on the replica that holds the gateway's stream.</summary>
    Task OnBmcAsync(BmcWord word, CancellationToken cancellationToken);

    /// <summary>A machine connects as a Host while another one speaks as it; before <see cref="OnConnectedAsync"/> of its stream.</summary>
    Task OnDuplicatedAsync(DuplicateAgent seen, CancellationToken cancellationToken);

    /// <summary>A certificate of the Host was shown that another one took the place of; whoever showed it was refused.</summary>
    Task OnSupersededAsync(SupersededAgent seen, CancellationToken cancellationToken);

    /// <summary>A new Inventory, or the same one where a GPU that it names has come over since.</summary>
    void OnInventory(HostIdentity host, SettledInventory inventory);

    void OnDisconnected(HostIdentity host);
}
