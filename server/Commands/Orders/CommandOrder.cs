using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Identity.People;

namespace SovereignFleet.Server.Commands.Orders;

/// <summary>What a person wants a Host's agent to do.</summary>
internal sealed record CommandOrder
{
    public required string HostName { get; init; }
    /// <summary>Its action alone is the caller's; the rest of it is the server's.</summary>
    public required Command Command { get; init; }
    public required Caller By { get; init; }
    public string Reason { get; init; } = "";
    /// <summary>Though the Host serves requests now.</summary>
    public bool EvenInService { get; init; }
    /// <summary>Where the guard refuses, a second person is asked.</summary>
    public bool AskSecondPerson { get; init; }
}
