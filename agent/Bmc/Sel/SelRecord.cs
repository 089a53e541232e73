namespace SovereignFleet.Agent.Bmc.Sel;

/// <summary>One record of a BMC's System Event Log.</summary>
/// <param name="At">Null: the BMC knew no time.</param>
/// <param name="Sensor">"Temperature CPU1 Temp": the sensor's type and name.</param>
/// <param name="What">"Upper Critical going high".</param>
/// <param name="Direction">"Asserted" or "Deasserted"; empty for a record of another kind.</param>
internal sealed record SelRecord(int Id, DateTimeOffset? At, string Sensor, string What, string Direction, string Reading, string Line)
{
    /// <summary>What the BMC said of the time where it knew none: "Pre-Init 0000001227".</summary>
    public string BmcTime { get; init; } = "";

    /// <summary>The memory module that it names; empty: none.</summary>
    // Memory #0x53 | Uncorrectable ECC (@DIMMA1(CPU1)) | Asserted                          as ipmitool 1.8.19 names it
    // Memory #0x02 | Uncorrectable ECC (UnCorrectable ECC | DIMMD7) | Asserted             of a Dell
    // Memory #0x53 | Uncorrectable ECC | Asserted | CPU 1 DIMM 4                           as older ones do
    public string Dimm
    {
        get
        {
            if (!Sensor.StartsWith("Memory", StringComparison.Ordinal))
            {
                return "";
            }

            var bracket = What.IndexOf(" (", StringComparison.Ordinal);
            if (bracket < 0 || !What.EndsWith(')'))
            {
                return Reading.Contains("DIMM", StringComparison.Ordinal) ? Reading : "";
            }

            var parts = What[(bracket + 2)..^1].Split('|', StringSplitOptions.TrimEntries);
            return parts.Length == 1 ? parts[0] : parts.LastOrDefault(part => part.Contains("DIMM", StringComparison.Ordinal)) ?? "";
        }
    }
}
