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
}
