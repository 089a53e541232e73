namespace SovereignFleet.Dashboard.Journal;

/// <summary>One entry of the menu of kinds: the first word of the kinds that it stands for ("drain" for drain.moved and drain.effect).</summary>
internal sealed record KindChoice(string Kind, string Words)
{
    /// <summary>Whether this is a kind of the list, or one of those that it stands for.</summary>
    public static bool IsKnown(string? kind) => All.Any(choice => kind == choice.Kind || kind?.StartsWith(choice.Kind + ".", StringComparison.Ordinal) == true);

    public static IReadOnlyList<KindChoice> All { get; } =
    [
        new("event", "Events of hosts"),
        new("condition", "Conditions"),
        new("risk", "Risk"),
        new("drain", "Drains"),
        new("plan", "Plans for many hosts"),
        new("work", "Work on drained hosts"),
        new("command", "Commands to hosts"),
        new("ticket", "Tickets"),
        new("alert", "Alerts"),
        new("person", "People signing in and changed"),
        new("access", "Refused calls"),
        new("token", "Tokens of agents and programs"),
        new("host", "Hosts enrolled and connected"),
        new("certificate", "Certificates"),
        new("profile", "What hosts are to have"),
        new("inventory", "Parts that came and went"),
        new("fleet", "Declared fleet"),
        new("window", "Windows"),
        new("blackout", "Blackouts"),
        new("test", "Test tickets and alerts"),
        new("gateway", "BMC gateways"),
    ];
}
