namespace SovereignFleet.Server.Alerts;

/// <summary>Condition codes and Drain states to alert names. The names are what people route and silence by: add, never rename.</summary>
internal static class AlertNames
{
    public const string DrainBlocked = "DrainBlockedByCapacity";
    public const string DrainStuck = "DrainStuck";
    public const string DrainFailed = "DrainFailed";

    public static string Of(string conditionCode) => conditionCode switch
    {
        _ when conditionCode.StartsWith("xid-", StringComparison.Ordinal) => "GpuXidFatal",
        "ecc-uncorrected" => "GpuEccUncorrectable",
        "row-remap-pending" => "GpuRowRemapPending",
        "row-remap-failure" => "GpuRowRemapFailure",
        "gpu-temperature" => "GpuThermal",
        "gpu-lost" => "GpuLost",
        "agent-silent" => "AgentSilent",
        "agent-never-heard" => "AgentNeverHeard",
        "host-duplicated" => "HostDuplicated",
        "bmc-sensor-critical" => "BmcSensorCritical",
        "bmc-unreachable" => "BmcUnreachable",
        "recovery-action" => "GpuRecoveryAction",
        "risk" => "GpuPredictedFailure",
        // A rule that is newer than this table still reaches a person, under its own name.
        _ => string.Concat(conditionCode.Split('-', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => char.ToUpperInvariant(word[0]) + word[1..])),
    };
}
