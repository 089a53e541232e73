namespace SovereignFleet.Server.Api;

/// <summary>The doors of the server. Each leads to its own endpoints only.</summary>
internal enum Listener
{
    /// <summary>Agents: mutual TLS, HTTP/2.</summary>
    Agents,
    /// <summary>People and programs: gRPC and REST over TLS.</summary>
    Api,
    /// <summary>Monitoring on this machine: health and metrics.</summary>
    Management,
}
