using System.ComponentModel.DataAnnotations;

namespace SovereignFleet.Server.Alerts;

/// <summary>A Condition or a Drain made known to a person. Labels name it and never change; annotations tell.</summary>
internal sealed class Alert
{
    public required Guid Id { get; init; }
    /// <summary>"GpuEccUncorrectable": the alertname.</summary>
    public required string Name { get; init; }
    public Health.Severity Severity { get; set; }
    public Guid? ConditionId { get; init; }
    public Guid? DrainId { get; init; }
    public required Guid HostId { get; init; }
    public string? GpuUuid { get; init; }
    /// <summary>JSON object of strings.</summary>
    public required string Labels { get; init; }
    /// <summary>JSON object of strings.</summary>
    public required string Annotations { get; set; }
    public required string Summary { get; set; }
    public required DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; set; }
    [Timestamp] public uint Version { get; set; }
}
