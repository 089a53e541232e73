using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Link.Gateway;
using SovereignFleet.Server.Link.Heartbeats;

namespace SovereignFleet.Server.Health.Silence;

/// <summary>What a silent Host's BMC says of it, by its gateway.</summary>
/// <param name="Reading">The last that could be read; null: none ever was.</param>
/// <param name="Failure">Why the gateway cannot read it now; empty: it can.</param>
/// <param name="Log">The newest records of the BMC's event log since shortly before the Host fell silent, the newest first.</param>
internal sealed record SilentBmc(Guid GatewayId, string Gateway, BmcReading? Reading, DateTimeOffset? ReadAt, DateTimeOffset AskedAt, string Failure, IReadOnlyList<string> Log)
{
    /// <summary>How old the gateway's word may be: after that the gateway is silent itself, and nothing is known.</summary>
    private static readonly TimeSpan WordStands = TimeSpan.FromMinutes(1);

    public static SilentBmc Of(GatewayBmc row, string gateway, IReadOnlyList<string> log) => new(
        row.GatewayId, gateway, row.Reading is null ? null : BmcReading.Parser.ParseFrom(row.Reading), row.ReadAt, row.AskedAt, row.Failure, log);

    /// <summary>Whether the gateway tells of it now, read or not.</summary>
    public bool IsCurrent(DateTimeOffset now) => now - AskedAt <= WordStands;

    public SilentBmcState State(DateTimeOffset now) => this switch
    {
        _ when !IsCurrent(now) => SilentBmcState.Unknown,
        { Failure.Length: > 0 } => SilentBmcState.NoAnswer,
        { Reading: { HasPowerOn: true } reading } => reading.PowerOn ? SilentBmcState.PowerOn : SilentBmcState.PowerOff,
        _ => SilentBmcState.Unknown,
    };
}

internal enum SilentBmcState
{
    /// <summary>No gateway tells, or its BMC does not say whether the power is on.</summary>
    Unknown,
    PowerOn,
    PowerOff,
    NoAnswer,
}
