using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Api;

/// <summary>The one table of who may call what. A call that is not in it is refused, and a test fails the build for it.
/// Agents never call these services; their rights are their certificate's (Link).</summary>
internal static class Permissions
{
    private const string People = "/sovereignfleet.fleet.v1.";

    /// <summary>Whoever may call without being signed in.</summary>
    public static readonly IReadOnlySet<string> Anonymous = new HashSet<string> { People + "AccountsService/SignIn" };

    /// <summary>What is left to somebody whose password was chosen by another: to change it.</summary>
    public static readonly IReadOnlySet<string> BeforePasswordChange =
        new HashSet<string> { People + "AccountsService/SignOut", People + "AccountsService/WhoAmI", People + "AccountsService/ChangePassword" };

    /// <summary>What is no program's: it needs a password, or is about one person's sessions.</summary>
    public static readonly IReadOnlySet<string> OfPersons = new HashSet<string>
    {
        People + "AccountsService/SignOut", People + "AccountsService/ChangePassword", People + "AccountsService/ListSessions", People + "AccountsService/EndSession",
    };

    /// <summary>What no caller may do who knows of one Site alone, whatever the role: it concerns them all.</summary>
    public static readonly IReadOnlySet<string> OfTheWholeFleet = new HashSet<string>
    {
        People + "AccountsService/ListPeople", People + "AccountsService/CreatePerson", People + "AccountsService/SetPersonRole",
        People + "AccountsService/SetPersonDisabled", People + "AccountsService/ResetPassword", People + "ApiTokensService/ListApiTokens",
        People + "ApiTokensService/CreateApiToken", People + "ApiTokensService/WithdrawApiToken", People + "AdministrationService/ApplyInventory",
        People + "AdministrationService/RetirePool", People + "AdministrationService/RetireSite", People + "ChecksService/CheckInventory",
        People + "ChecksService/SendTestAlert",
    };

    /// <summary>Whether a method is of the API. All others are the agents'.</summary>
    public static bool IsForPeople(string method) => method.StartsWith(People, StringComparison.Ordinal);

    /// <summary>Full gRPC method name to the roles that may call it.</summary>
    public static readonly IReadOnlyDictionary<string, IReadOnlySet<Role>> Allowed = Table(
        ("AccountsService/SignOut", Everyone), ("AccountsService/WhoAmI", Everyone), ("AccountsService/ChangePassword", Everyone),
        ("AccountsService/ListPeople", Admins), ("AccountsService/CreatePerson", Admins), ("AccountsService/SetPersonDisabled", Admins),
        ("AccountsService/SetPersonRole", Admins), ("AccountsService/ResetPassword", Admins),
        ("AccountsService/ListSessions", Everyone), ("AccountsService/EndSession", Everyone),
        ("ApiTokensService/ListApiTokens", Admins), ("ApiTokensService/CreateApiToken", Admins), ("ApiTokensService/WithdrawApiToken", Admins),
        ("FleetViewService/GetFleet", Everyone), ("FleetViewService/WatchFleet", Everyone), ("FleetViewService/GetHost", Everyone),
        ("FleetViewService/WatchHost", Everyone), ("FleetViewService/GetTelemetry", Everyone), ("FleetViewService/GetHostEvents", Everyone),
        ("ConditionsService/ListConditions", Everyone), ("ConditionsService/AcknowledgeCondition", OnCallUp),
        ("DrainsService/ListDrains", Everyone), ("DrainsService/WatchDrains", Everyone), ("DrainsService/GetDrain", Everyone), ("DrainsService/PreviewDrain", Everyone),
        ("DrainsService/ListWorkKinds", Everyone),
        ("DrainsService/ProposeDrain", OnCallUp), ("DrainsService/ApproveDrain", OnCallUp), ("DrainsService/VouchForEmpty", OnCallUp),
        ("DrainsService/LiftBrake", OnCallUp), ("DrainsService/CancelDrain", OnCallUp),
        ("DrainsService/MarkWorkDone", TechniciansUp),
        ("PlansService/ListPlans", Everyone), ("PlansService/WatchPlans", Everyone), ("PlansService/GetPlan", Everyone), ("PlansService/PreviewPlan", OnCallUp),
        ("PlansService/CreatePlan", OnCallUp), ("PlansService/PausePlan", OnCallUp), ("PlansService/ResumePlan", OnCallUp),
        ("PlansService/StopPlan", OnCallUp), ("PlansService/ExtendPlan", OnCallUp),
        // Which command, and of which Site, CommandOrders decides by the role; who is a second person, CommandConfirmations.
        ("CommandsService/OrderCommand", TechniciansUp), ("CommandsService/ListCommandKinds", Everyone), ("CommandsService/PreviewCommand", Everyone),
        ("CommandsService/ConfirmCommand", OnCallUp), ("CommandsService/RejectCommand", OnCallUp), ("CommandsService/WithdrawCommand", OnCallUp),
        ("CommandsService/ListCommands", Everyone), ("CommandsService/WatchCommands", Everyone), ("CommandsService/GetCommand", Everyone),
        ("CommandsService/ReadFile", OnCallUp), ("CommandsService/DownloadFile", OnCallUp),
        ("TicketsService/ListTickets", Everyone), ("TicketsService/GetTicket", Everyone), ("TicketsService/ResendTicket", OnCallUp),
        ("AlertsService/ListAlerts", Everyone),
        ("ProfilesService/ConfirmProfile", OnCallUp), ("ProfilesService/ChangeProfile", OnCallUp),
        ("JournalService/ListJournalEntries", Everyone), ("JournalService/VerifyJournal", OnCallUp),
        ("AdministrationService/ListEnrollmentTokens", OperatorsUp), ("AdministrationService/WithdrawEnrollmentToken", OperatorsUp),
        ("AdministrationService/CreateEnrollmentToken", OperatorsUp), ("AdministrationService/RevokeHostCertificate", OperatorsUp),
        ("AdministrationService/ApplyInventory", OperatorsUp), ("AdministrationService/RetireHost", OperatorsUp),
        ("AdministrationService/RetirePool", OperatorsUp), ("AdministrationService/RetireSite", OperatorsUp), ("AdministrationService/RetireWindow", OperatorsUp),
        ("WindowsService/ListWindows", Everyone), ("WindowsService/ListBlackouts", Everyone), ("WindowsService/ListOccurrences", Everyone),
        ("WindowsService/PreviewWindow", Everyone),
        ("WindowsService/DeclareWindow", OperatorsUp), ("WindowsService/UpdateWindow", OperatorsUp), ("WindowsService/DeleteWindow", OperatorsUp),
        ("WindowsService/DeclareBlackout", OperatorsUp), ("WindowsService/UpdateBlackout", OperatorsUp), ("WindowsService/DeleteBlackout", OperatorsUp),
        ("ChecksService/CheckInventory", OperatorsUp), ("ChecksService/SendTestTicket", OperatorsUp), ("ChecksService/SendTestAlert", OperatorsUp));

    private static Role[] Everyone => [Role.Viewer, Role.Technician, Role.OnCall, Role.Operator, Role.Admin];
    private static Role[] TechniciansUp => [Role.Technician, Role.OnCall, Role.Operator, Role.Admin];
    private static Role[] OnCallUp => [Role.OnCall, Role.Operator, Role.Admin];
    private static Role[] OperatorsUp => [Role.Operator, Role.Admin];
    private static Role[] Admins => [Role.Admin];

    private static Dictionary<string, IReadOnlySet<Role>> Table(params (string Method, Role[] Roles)[] rows) =>
        rows.ToDictionary(row => People + row.Method, row => (IReadOnlySet<Role>)row.Roles.ToHashSet());
}
