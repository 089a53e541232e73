namespace SovereignFleet.Tests.Architecture;

/// <summary>The folders of the dashboard that hold files, in the order in which they may use each other: a folder may use only
/// those listed before it. Files at the root (DashboardApp, App, Routes, PageEndpoints, ListenOptions, OwnTls) put the folders together:
/// they may use them all, and no folder uses them.</summary>
internal static class DashboardFlow
{
    public static readonly string[] Order =
    [
        // How things look, and what protects every request: they know nobody.
        "Look", "Security",
        // Who is signed in and what they may; the way to the server with their rights; what follows it live.
        "ControlPlane/Connection", "Sessions", "ControlPlane/Calls", "ControlPlane/Live", "ControlPlane",
        "SignIn/Keys", "SignIn",
        // What pages share, and then what stands around every page.
        "Layout/Filters", "Layout/Forms", "Layout/Notices", "Layout/Search", "Layout/Navigation", "Layout",
        // The pages. The rooms of a page come before the page itself.
        "People/Dialogs", "People", "Enrollment", "Maintenance/Calendar", "Maintenance/Dialogs", "Maintenance",
        "Journal", "Conditions", "Commands",
        "Drains/States", "Drains/Guard", "Drains/Plan", "Drains/Dialogs", "Drains/Next", "Drains",
        "Plans/Dialogs", "Plans",
        "Tickets", "Alerts",
        "Fleet/Map", "Fleet/Summary", "Fleet",
        "Hosts/Bmc", "Hosts/Charts", "Hosts/Commands", "Hosts/Expected", "Hosts/Facts", "Hosts/Gpus", "Hosts/Repairs", "Hosts/Retirement", "Hosts",
    ];
}
