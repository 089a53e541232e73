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

    /// <summary>The endpoints that say of their drain that it is not ours.</summary>
    public IReadOnlySet<string> Theirs =>
        Endpoints.Where(endpoint => endpoint is { State: EndpointState.Drained, Theirs: not null }).Select(endpoint => endpoint.Endpoint).ToHashSet();

    /// <summary>Every endpoint takes requests, except those in <paramref name="leave"/> and those that are not ours to give back.</summary>
    public bool IsBack(IReadOnlySet<string> leave) => Endpoints.Count > 0 && Endpoints.All(endpoint =>
        endpoint.State == EndpointState.Taking || (endpoint.State == EndpointState.Drained && IsLeft(endpoint, leave)));

    /// <summary>What of the endpoints' own word still speaks against a return; null: nothing.</summary>
    public string? NotUp(IReadOnlySet<string> leave) => Told(Endpoints.Where(endpoint => !leave.Contains(endpoint.Endpoint))
        .Select(endpoint => (endpoint.Endpoint, Why: endpoint.Down ?? endpoint.Unproven)));

    /// <summary>Why the server gets no requests, or not all of them, though no Drain has it; null: it gets them. Where an endpoint is silent
    /// only what the others know counts.</summary>
    public string? Fault => Told(Endpoints.Select(endpoint => (endpoint.Endpoint, Why: endpoint.State switch
    {
        EndpointState.Taking => endpoint.Down,
        EndpointState.Missing => endpoint.Text,
        // Where all have drained it, it is out of service and no more than that.
        EndpointState.Drained => Takes ? "drained, while others send it requests" : null,
        EndpointState.Unreachable => null,
        var unknown => throw new InvalidOperationException($"An endpoint is {unknown}."),
    })));

    /// <summary>Whether clients that an endpoint keeps to this server still come, where we drained it.</summary>
    public bool KeepsClients(IReadOnlySet<string> leave) => Endpoints.Any(endpoint => endpoint.KeepsClients && !leave.Contains(endpoint.Endpoint));

    /// <summary>The requests that those of the endpoints ever sent it that send any; null where one does not tell.</summary>
    public long? Taken => Endpoints.Where(endpoint => !endpoint.RunsTheWork).ToList() is { Count: > 0 } senders && senders.All(sender => sender.Taken is not null)
        ? senders.Sum(sender => sender.Taken)
        : null;

    /// <summary>Whether every endpoint runs the work itself: what none of them runs is not there.</summary>
    public bool RunsTheWork => Endpoints.Count > 0 && Endpoints.All(endpoint => endpoint.RunsTheWork);

    /// <summary>What it says of places that the other one does not name.</summary>
    public TargetReading Without(TargetReading other) =>
        new([.. Endpoints.Where(mine => !other.Endpoints.Any(theirs => (theirs.Endpoint, theirs.Server) == (mine.Endpoint, mine.Server)))]);

    /// <summary>Whether an endpoint that answers is still drained by us.</summary>
    public bool CanGiveBack(IReadOnlySet<string> leave) =>
        Endpoints.Any(endpoint => endpoint.State == EndpointState.Drained && !IsLeft(endpoint, leave));

    public static TargetReading Unknown(string why) =>
        new([new EndpointReading("target", EndpointState.Unreachable, 0, why)]);

    private string? Told(IEnumerable<(string Endpoint, string? Why)> words)
    {
        var told = words.Where(word => word.Why is not null).ToList();
        return told.Count == 0 ? null
            // With one endpoint there is nothing to tell apart.
            : string.Join("; ", told.Select(word => Endpoints.Count == 1 ? word.Why : $"{word.Why} ({word.Endpoint})"));
    }

    private static bool IsLeft(EndpointReading endpoint, IReadOnlySet<string> leave) => endpoint.Theirs is not null || leave.Contains(endpoint.Endpoint);

    private bool Has(EndpointState state) => Endpoints.Any(endpoint => endpoint.State == state);
}
