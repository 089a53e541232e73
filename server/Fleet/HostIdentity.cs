namespace SovereignFleet.Server.Fleet;

/// <summary>Whose stream it is: from the client certificate and the inventory, never from a message.</summary>
internal sealed record HostIdentity(Guid Id, string Name, string SiteId);
