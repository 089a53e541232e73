using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Api;

/// <summary>The one table of who may call what. A call that is not in it is refused, and a test fails the build for it.
/// Agents never call these services; their rights are their certificate's (Link).</summary>
internal static class Permissions
{
    private const string People = "/sovereignfleet.v1.";

    /// <summary>Whoever may call without being signed in.</summary>
    public static readonly IReadOnlySet<string> Anonymous = new HashSet<string> { People + "Accounts/SignIn" };

    /// <summary>What is left to somebody whose password was chosen by another: to change it.</summary>
    public static readonly IReadOnlySet<string> BeforePasswordChange =
        new HashSet<string> { People + "Accounts/SignOut", People + "Accounts/WhoAmI", People + "Accounts/ChangePassword" };

    /// <summary>Whether a method is of fleet.proto. All others are the agents'.</summary>
    public static bool IsForPeople(string method) => method.StartsWith(People, StringComparison.Ordinal);

    /// <summary>Full gRPC method name to the roles that may call it.</summary>
    public static readonly IReadOnlyDictionary<string, IReadOnlySet<Role>> Allowed = Table(
        ("Accounts/SignOut", Everyone), ("Accounts/WhoAmI", Everyone), ("Accounts/ChangePassword", Everyone),
        ("Accounts/ListPeople", Admins), ("Accounts/CreatePerson", Admins), ("Accounts/SetPersonDisabled", Admins),
        ("FleetView/GetFleet", Everyone), ("FleetView/WatchFleet", Everyone), ("FleetView/GetHost", Everyone),
        ("FleetView/WatchHost", Everyone), ("FleetView/GetTelemetry", Everyone),
        ("Conditions/List", Everyone), ("Conditions/Acknowledge", OnCallUp),
        ("Drains/List", Everyone), ("Drains/Watch", Everyone), ("Drains/Get", Everyone), ("Drains/Preview", Everyone),
        ("Drains/Propose", OnCallUp), ("Drains/Approve", OnCallUp), ("Drains/Cancel", OnCallUp),
        ("Drains/MarkRepaired", TechniciansUp),
        // Which command, and of which Site, CommandOrders decides by the role.
        ("Commands/Order", TechniciansUp), ("Commands/List", Everyone), ("Commands/Watch", Everyone), ("Commands/Get", Everyone),
        ("Commands/Read", OnCallUp), ("Commands/Download", OnCallUp),
        ("Tickets/List", Everyone), ("Tickets/Get", Everyone),
        ("Alerts/List", Everyone),
        ("Journal/List", Everyone), ("Journal/Verify", OnCallUp),
        ("Administration/CreateEnrollmentToken", OperatorsUp), ("Administration/RevokeHostCertificate", OperatorsUp),
        ("Administration/ApplyInventory", OperatorsUp));

    private static Role[] Everyone => [Role.Viewer, Role.Technician, Role.OnCall, Role.Operator, Role.Admin];
    private static Role[] TechniciansUp => [Role.Technician, Role.OnCall, Role.Operator, Role.Admin];
    private static Role[] OnCallUp => [Role.OnCall, Role.Operator, Role.Admin];
    private static Role[] OperatorsUp => [Role.Operator, Role.Admin];
    private static Role[] Admins => [Role.Admin];

    private static Dictionary<string, IReadOnlySet<Role>> Table(params (string Method, Role[] Roles)[] rows) =>
        rows.ToDictionary(row => People + row.Method, row => (IReadOnlySet<Role>)row.Roles.ToHashSet());
}
