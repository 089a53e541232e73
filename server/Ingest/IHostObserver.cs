using SovereignFleet.Proto.Link;

namespace SovereignFleet.Server.Ingest;

/// <summary>Sees a Host's stream on the replica that holds it, in the order of arrival and one message at a time per Host.
/// Implemented further down the flow (Health); Ingest knows only this.</summary>
internal interface IHostObserver
{
    /// <summary>A live Frame. Backlog Frames go to telemetry only: they are not now.</summary>
    void OnFrame(HostIdentity host, Frame frame, DateTimeOffset receivedAt);

    /// <summary>Events of one batch, inside the transaction that stores them: what is written through
    /// <paramref name="db"/> commits with them, before the agent's acknowledgement.</summary>
    Task OnEventsAsync(HostIdentity host, IReadOnlyList<StoredEvent> events, Database.FleetDb db, CancellationToken cancellationToken);

    void OnInventory(HostIdentity host, Inventory inventory);

    void OnConnected(HostIdentity host);

    void OnDisconnected(HostIdentity host);
}

internal sealed record HostIdentity(Guid Id, string Name, string SiteId);
