namespace SovereignFleet.Tests.Architecture;

/// <summary>The server's folders in the order of the flow: a folder may use only those listed before it.</summary>
internal static class ServerFlow
{
    public static readonly string[] Order =
    [
        "Hosting", "Hosting/Configuration", "Hosting/Secrets", "Hosting/Destinations", "Hosting/Pages", "Hosting/Workers", "Postgres/Embedded", "Postgres/Roles", "Postgres", "Hosting/Jobs",
        "Journal", "Journal/Sinks", "Journal/Sealing", "Journal/Proof", "Outbox",
        "Identity/Authority", "Identity/People/Limits", "Identity/People/Passwords", "Identity/People", "Identity/People/Accounts", "Identity/Agents", "Identity",
        "Fleet", "Fleet/Liveness", "Fleet/Profiles", "Fleet/Ownership", "Fleet/Retirement", "Fleet/Inventory/Settings", "Fleet/Inventory/Rules", "Fleet/Inventory", "Audit",
        "Telemetry/Codec", "Telemetry/Storage", "Telemetry/Ranges", "Telemetry",
        "Link", "Link/Events", "Link/Observers", "Link/Heartbeats", "Link/Gateway", "Link/Streams", "Link/Intake", "Link/Sessions",
        "Commands", "Commands/Descriptors", "Commands/Kinds", "Commands/Files", "Commands/Routes", "Commands/Delivery", "Commands/Orders",
        "Health/Faults", "Health/Conditions", "Health/Profiles", "Health/Xids", "Health/Events", "Health/Window", "Health/Rules", "Health/Rules/Gpu", "Health/Rules/Bmc", "Health/Rules/Host",
        "Health/Rules/Agent", "Health/Rules/Presence", "Health/Rules/Links", "Health/Rules/Memory", "Health/Rules/Clocks", "Health/Rules/Serving", "Health", "Health/Silence", "Health/Monitor",
        "Prediction/History", "Prediction/States", "Prediction",
        "Capacity", "Capacity/Holds", "Windows", "Windows/Declared", "Windows/Requests",
        "Service/Targets", "Service/Targets/HaProxy", "Service/Targets/NginxPlus", "Service/Targets/Slurm", "Service/Targets/Webhook", "Service/Targets/Kubernetes", "Service/Targets/Several", "Service/Plan", "Service/Ladder", "Service/Observed", "Service/Machine", "Service/History", "Service/Ladder/Reading", "Service/Proposals", "Service/Loop",
        "Service/Requests", "Service/Sweeps", "Service",
        "Work/RemoteHands/Providers", "Work/RemoteHands/Providers/Email", "Work/RemoteHands/Providers/Webhook",
        "Work/RemoteHands/Text", "Work/RemoteHands/Locator", "Work/RemoteHands", "Work/RemoteHands/Requests", "Work/Own",
        "Work/ByCommand", "Work/RestartUnit", "Work/ResetGpu", "Work/Reboot", "Work/PowerCycle", "Work/Soak", "Work",
        "Plans/Machine", "Plans/Loop", "Plans/Requests", "Plans",
        "Alerts/Holds", "Alerts/Causes", "Alerts/Channels", "Alerts/Channels/Alertmanager", "Alerts/Channels/Webhook", "Alerts", "Checks",
        "Retention", "Overview/Problems", "Overview/Charts", "Overview", "Observability", "Api", "CommandLine",
    ];
}
