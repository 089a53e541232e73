namespace SovereignFleet.Tests.Architecture;

/// <summary>The server's folders in the order of the flow: a folder may use only those listed before it.</summary>
internal static class ServerFlow
{
    public static readonly string[] Order =
    [
        "Hosting", "Postgres/Embedded", "Postgres", "Hosting/Jobs",
        "Journal", "Outbox",
        "Identity/Authority", "Identity/People", "Identity/Agents", "Identity",
        "Fleet", "Fleet/Liveness", "Fleet/Inventory", "Audit",
        "Telemetry/Codec", "Telemetry/Storage", "Telemetry/Ranges", "Telemetry",
        "Link", "Link/Events", "Link/Observers", "Link/Heartbeats", "Link/Gateway", "Link/Streams", "Link/Intake", "Link/Sessions",
        "Commands",
        "Health",
        "Prediction",
        "Capacity", "Windows",
        "Service",
        "Work",
        "Alerts",
        "Retention", "Overview", "Observability", "Api", "CommandLine",
    ];
}
