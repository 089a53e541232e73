namespace SovereignFleet.Agent.Exposition.Ipmi;

/// <summary>The family that tells the BMC's own verdict on sensors of one kind.</summary>
internal sealed record IpmiState(string Name, string Of)
{
    public string Help { get; } = Of + ": 0 nominal, 1 warning, 2 critical, as the BMC judges.";
}
