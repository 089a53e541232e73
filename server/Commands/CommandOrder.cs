using SovereignFleet.Server.Identity.People;

namespace SovereignFleet.Server.Commands;

/// <summary>What a person wants a Host's agent to do.</summary>
internal sealed record CommandOrder
{
    public required string HostName { get; init; }
    /// <summary>A name of <see cref="CommandKind.All"/>.</summary>
    public required string Name { get; init; }
    public required Caller By { get; init; }
    public string Reason { get; init; } = "";
    public string GpuUuid { get; init; } = "";
    public bool EvenIfBusy { get; init; }
    public string Unit { get; init; } = "";
    public int Level { get; init; }
    public bool On { get; init; }
    public TimeSpan Length { get; init; }
    /// <summary>Though the Host serves requests now.</summary>
    public bool EvenInService { get; init; }
}
