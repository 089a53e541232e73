namespace SovereignFleet.Server.Work.RemoteHands.Providers;

/// <summary>What is added to a ticket that may be out.</summary>
/// <param name="Key">Unique in its ticket, and the same when it is sent again: "closed".</param>
internal sealed record TicketNote(string Key, string Text);
