namespace SovereignFleet.Server.Journal;

/// <summary>What a Journal entry tells. The words are part of the audit log's contract: add, never rename.</summary>
internal static class JournalKinds
{
    public const string EventSeen = "event.seen";
    public const string ConditionFired = "condition.fired";
    public const string ConditionResolved = "condition.resolved";
    public const string ConditionAcknowledged = "condition.acknowledged";
    public const string RiskChanged = "risk.changed";
    public const string DrainMoved = "drain.moved";
    public const string DrainEffect = "drain.effect";
    public const string PlanCreated = "plan.created";
    public const string PlanChanged = "plan.changed";
    public const string PlanHost = "plan.host";
    public const string WorkBegun = "work.begun";
    public const string WorkProven = "work.proven";
    public const string WorkFailed = "work.failed";
    public const string WorkChosen = "work.chosen";
    public const string CommandOrdered = "command.ordered";
    public const string CommandRefused = "command.refused";
    public const string CommandWaiting = "command.waiting";
    public const string CommandForced = "command.forced";
    public const string CommandFile = "command.file";
    public const string CommandFileRead = "command.file-read";
    public const string CommandSent = "command.sent";
    public const string CommandDone = "command.done";
    public const string GatewayRefused = "gateway.refused";
    public const string TicketCreated = "ticket.created";
    public const string TicketSent = "ticket.sent";
    public const string TicketRejected = "ticket.rejected";
    public const string TicketResent = "ticket.resent";
    public const string TicketChanged = "ticket.changed";
    public const string TicketClosed = "ticket.closed";
    public const string AlertSent = "alert.sent";
    public const string HostEnrolled = "host.enrolled";
    public const string HostConnected = "host.connected";
    public const string HostDuplicated = "host.duplicated";
    public const string ProfileChanged = "profile.changed";
    public const string InventoryChanged = "inventory.changed";
    public const string CertificateIssued = "certificate.issued";
    public const string CertificateRevoked = "certificate.revoked";
    public const string CertificateSuperseded = "certificate.superseded";
    public const string AccessDenied = "access.denied";
    public const string SignedIn = "person.signed-in";
    public const string SignInFailed = "person.sign-in-failed";
    public const string PersonChanged = "person.changed";
    public const string FleetRetired = "fleet.retired";
    public const string SessionEnded = "person.session-ended";
    public const string FleetDeclared = "fleet.declared";
    public const string WindowDeclared = "window.declared";
    public const string WindowDeleted = "window.deleted";
    public const string BlackoutDeclared = "blackout.declared";
    public const string BlackoutDeleted = "blackout.deleted";
    public const string TestSent = "test.sent";
    public const string TokenCreated = "token.created";
    public const string TokenWithdrawn = "token.withdrawn";
}
