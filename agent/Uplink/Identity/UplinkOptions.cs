using SovereignFleet.Agent.Sensing.Hardware;

namespace SovereignFleet.Agent.Uplink.Identity;

/// <summary>Whom to talk to, and as whom.</summary>
internal sealed record UplinkOptions
{
    /// <summary>Server: the control plane's agent listener.</summary>
    public required Uri Server { get; init; }

    /// <summary>EnrollmentToken, or the content of EnrollmentTokenFile: needed once.</summary>
    public string? EnrollmentToken { get; init; }

    public required string HostName { get; init; }

    /// <summary>Holds the key, the certificate and the CA's certificate; for the agent's own user only.</summary>
    public required string PkiFolder { get; init; }

    public required string AgentVersion { get; init; }

    public required BootFacts Boot { get; init; }

    /// <summary>This run of the program: in memory alone, so that a copy of the disk has another.</summary>
    public string RunId { get; } = Guid.NewGuid().ToString();
}
