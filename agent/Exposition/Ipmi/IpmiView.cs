using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Exposition.Ipmi;

/// <summary>What is known of one BMC at one instant.</summary>
/// <param name="Reading">Null where there is none, or none that is young enough.</param>
/// <param name="IsUp">Whether the last reading succeeded.</param>
/// <param name="Took">How long the last reading took.</param>
internal readonly record struct IpmiView(BmcReading? Reading, bool IsUp, TimeSpan? Took);
