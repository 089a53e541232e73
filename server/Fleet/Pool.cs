using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Fleet;

/// <summary>The Hosts that serve one inference service inside one jurisdiction. This row holds the Pool's budget:
/// whoever takes a Host out of service updates it under its lock.</summary>
internal sealed class Pool : IRetirable
{
    public required string Id { get; init; }
    public required string Name { get; set; }
    public required string Jurisdiction { get; set; }
    /// <summary>Hosts that must stay in service.</summary>
    public int Required { get; set; }
    /// <summary>The k of N+k.</summary>
    public int Spare { get; set; } = 1;
    /// <summary>Name of the drain target: "haproxy".</summary>
    public required string Target { get; set; }
    /// <summary>The target's own settings, JSON: {"endpoints": ["unix:/run/haproxy.sock"], "backend": "be"}.</summary>
    public string TargetSettings { get; set; } = "{}";
    /// <summary>Whether an urgent Drain is approved by policy; otherwise a person approves.</summary>
    public bool AutomaticApproval { get; set; }
    /// <summary>What a machine may do to mend a Host before a person is called: <see cref="MachineRepairs"/>. Empty: nothing.</summary>
    public string[] Repairs { get; set; } = [];
    /// <summary>The systemd unit of the inference server, for its restart; null: none is named.</summary>
    public string? RepairUnit { get; set; }
    /// <summary>How long a Drain may wait for requests in flight before it asks a person.</summary>
    public TimeSpan DrainDeadline { get; set; } = TimeSpan.FromMinutes(30);
    /// <summary>Hosts available at the last count under the lock.</summary>
    public int Available { get; set; }
    /// <summary>When it was taken out of the fleet; its history stays. Null: it is there.</summary>
    public DateTimeOffset? RetiredAt { get; set; }
    [Timestamp] public uint Version { get; set; }
}

internal sealed class PoolConfiguration : IEntityTypeConfiguration<Pool>
{
    public void Configure(EntityTypeBuilder<Pool> builder)
    {
        builder.ToTable("pools");
        builder.HasKey(pool => pool.Id);
        builder.Property(pool => pool.Id).HasMaxLength(50);
        builder.HasQueryFilter(pool => pool.RetiredAt == null);
        builder.Property(pool => pool.Repairs).HasDefaultValueSql("'{}'");
        builder.Property(pool => pool.TargetSettings).HasColumnType("jsonb");
    }
}
