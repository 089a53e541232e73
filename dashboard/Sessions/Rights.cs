using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Sessions;

/// <summary>Which buttons make sense for a role. Only for convenience: the server decides each call from its own table.</summary>
internal static class Rights
{
    /// <summary>Why this person may not decide about Drains and Conditions; null when they may.</summary>
    public static string? WhyNotDecide(SignedIn person) =>
        person.Role is Role.OnCall or Role.Operator or Role.Admin ? null : $"Needs the on-call role; you are {Word(person.Role)}.";

    /// <summary>Why this person may not change what the fleet consists of; null when they may.</summary>
    public static string? WhyNotOperate(SignedIn person) =>
        person.Role is Role.Operator or Role.Admin ? null : $"Needs the operator role; you are {Word(person.Role)}.";

    /// <summary>Why this person may not work at a Site and say that the work is done; null when they may.</summary>
    public static string? WhyNotWork(SignedIn person, string siteId) => person.Role switch
    {
        Role.OnCall or Role.Operator or Role.Admin => null,
        Role.Technician when person.SiteId.Length == 0 => "You work at no site: an administrator gives you one on the page People.",
        Role.Technician when person.SiteId == siteId => null,
        Role.Technician => $"You work at {person.SiteId}; this host stands at {siteId}.",
        _ => $"Needs the technician role; you are {Word(person.Role)}.",
    };

    /// <summary>Whether the page has a part for those who decide who may do what.</summary>
    public static bool MayAdminister(SignedIn person) => person.Role == Role.Admin && person.SiteId.Length == 0;

    /// <summary>Why this person may not let a Host in; null when they may.</summary>
    public static string? WhyNotEnroll(SignedIn person) =>
        person.Role is Role.Operator or Role.Admin ? null : $"Needs the operator role; you are {Word(person.Role)}.";

    public static string Word(Role role) => role switch
    {
        Role.Viewer => "viewer",
        Role.Technician => "technician",
        Role.OnCall => "on-call",
        Role.Operator => "operator",
        Role.Admin => "admin",
        _ => "without a role",
    };
}
