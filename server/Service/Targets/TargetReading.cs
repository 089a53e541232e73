namespace SovereignFleet.Server.Service.Targets;

/// <summary>What all endpoints of a target say of one server. One endpoint that does not answer leaves all unconfirmed.</summary>
internal sealed record TargetReading(IReadOnlyList<EndpointReading> Endpoints)
{
    /// <summary>The worst of the endpoints: nothing is known while one is silent, nothing drained while one is taking.</summary>
    public EndpointState State =>
        Has(EndpointState.Unreachable) || Endpoints.Count == 0 ? EndpointState.Unreachable
        : Has(EndpointState.Missing) ? EndpointState.Missing
        : Has(EndpointState.Taking) ? EndpointState.Taking
        : EndpointState.Drained;

    public int Sessions => Endpoints.Sum(endpoint => endpoint.Sessions);

    /// <summary>The endpoints that make the state what it is, for a person.</summary>
    public string Sentence => Endpoints.Count == 0
        ? "the pool's target has no endpoints"
        : string.Join("; ", Endpoints.Where(endpoint => endpoint.State == State).Select(endpoint => $"{endpoint.Endpoint}: {endpoint.Text}"));

    /// <summary>Whether any endpoint sends it requests, though others may be silent.</summary>
    public bool Takes => Has(EndpointState.Taking);

    public IReadOnlySet<string> Drained =>
        Endpoints.Where(endpoint => endpoint.State == EndpointState.Drained).Select(endpoint => endpoint.Endpoint).ToHashSet();

    /// <summary>Every endpoint takes requests, except those in <paramref name="leave"/>.</summary>
    public bool IsBack(IReadOnlySet<string> leave) => Endpoints.Count > 0 && Endpoints.All(endpoint =>
        endpoint.State == EndpointState.Taking || (endpoint.State == EndpointState.Drained && leave.Contains(endpoint.Endpoint)));

    /// <summary>Whether an endpoint that answers is still drained by us.</summary>
    public bool CanGiveBack(IReadOnlySet<string> leave) =>
        Endpoints.Any(endpoint => endpoint.State == EndpointState.Drained && !leave.Contains(endpoint.Endpoint));

    public static TargetReading Unknown(string why) =>
        new([new EndpointReading("target", EndpointState.Unreachable, 0, why)]);

    private bool Has(EndpointState state) => Endpoints.Any(endpoint => endpoint.State == state);
}
