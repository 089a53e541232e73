namespace SovereignFleet.Server.Health.Rules.Bmc;

/// <summary>One state that tells of a fault.</summary>
/// <param name="Type">IPMI's event type (table 42-1), and for 6Fh the sensor type (table 42-3) behind it: 0x6f0c is memory.</param>
/// <param name="Offset">Of the state within its type.</param>
/// <param name="Word">As ipmitool prints it.</param>
internal sealed record BmcState(int Type, int Offset, string Word, BmcStateClass Class);

/// <summary>How grave a state is, the gravest last.</summary>
internal enum BmcStateClass
{
    /// <summary>No fault.</summary>
    Fine,
    /// <summary>Told to a person; the Host works on.</summary>
    Warning,
    /// <summary>The part is expected to fail: it is changed in a Window.</summary>
    Predicted,
    /// <summary>The part failed.</summary>
    Failed,
}
