namespace SovereignFleet.Server.Service.Targets;

/// <summary>What one endpoint of a target (one HAProxy process, say) says of one server.</summary>
internal sealed record EndpointReading(string Endpoint, EndpointState State, int Sessions, string Text);

internal enum EndpointState
{
    /// <summary>It gets new requests.</summary>
    Taking,
    /// <summary>It gets none, by whomever's will.</summary>
    Drained,
    /// <summary>The endpoint answers that it knows no such server.</summary>
    Missing,
    /// <summary>No answer, or none that could be read.</summary>
    Unreachable,
}
