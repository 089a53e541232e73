namespace SovereignFleet.Server.Service.Targets;

/// <summary>What one endpoint of a target (one HAProxy process, say) says of one server.</summary>
internal sealed record EndpointReading(string Endpoint, EndpointState State, int Sessions, string Text)
{
    /// <summary>The server's name there: the same endpoint under another name is another place.</summary>
    public string Server { get; init; } = "";

    /// <summary>Why it gets no requests though nobody has drained it: "down in HAProxy: L4CON". Null: nothing speaks against it.</summary>
    public string? Down { get; init; }

    /// <summary>What the endpoint's own check still lacks before it is believed that the server is up. Null: nothing.</summary>
    public string? Unproven { get; init; }

    /// <summary>Drained, and yet clients that the endpoint keeps to this server (a cookie, a stick table) still come.</summary>
    public bool KeepsClients { get; init; }

    /// <summary>Drained, and the endpoint itself says that it was not by us: "drained in Slurm by root: bad PSU". It is not ours to give back, however
    /// it was found. Null: by us, or the endpoint does not tell.</summary>
    public string? Theirs { get; init; }

    /// <summary>It runs the work itself, as Slurm does its jobs, and knows when the last has ended; a balancer only knows what it has sent.</summary>
    public bool RunsTheWork { get; init; }

    /// <summary>The requests that it was ever sent; starts anew with the endpoint. Null: not told.</summary>
    public long? Taken { get; init; }
}

internal enum EndpointState
{
    /// <summary>Nobody has drained it: it gets new requests, unless it is down.</summary>
    Taking,
    /// <summary>It gets none, by whomever's will.</summary>
    Drained,
    /// <summary>The endpoint answers that it knows no such server.</summary>
    Missing,
    /// <summary>No answer, or none that could be read.</summary>
    Unreachable,
}
