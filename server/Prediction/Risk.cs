using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Prediction;

/// <summary>The probability that a Gpu fails, with the reasons. One row per Gpu, replaced when it changes.</summary>
internal sealed class Risk
{
    public required string GpuUuid { get; init; }
    /// <summary>The Host that has the Gpu: of one that has moved, the next estimate is its first there.</summary>
    public required Guid HostId { get; set; }
    public double Probability24h { get; set; }
    public double Probability7d { get; set; }
    public RiskDecision Decision { get; set; }
    /// <summary>The two largest hazards with their raw values, for a person.</summary>
    public string Reason { get; set; } = "";
    public DateTimeOffset At { get; set; }
}

internal enum RiskDecision
{
    Watch,
    Validate,
    Drain,
}

internal sealed class RiskConfiguration : IEntityTypeConfiguration<Risk>
{
    public void Configure(EntityTypeBuilder<Risk> builder)
    {
        builder.ToTable("risks");
        builder.HasKey(risk => risk.GpuUuid);
        builder.HasIndex(risk => risk.HostId);
    }
}
