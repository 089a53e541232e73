using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Fleet;

/// <summary>One GPU server: where it stands, what it serves, what its agent last said of it.</summary>
internal sealed class Host : IRetirable
{
    public required Guid Id { get; init; }
    public required string Name { get; set; }
    public required string SiteId { get; set; }
    /// <summary>The rack's name, as on its door.</summary>
    public string Rack { get; set; } = "";
    /// <summary>The lowest U that the Host occupies.</summary>
    public int U { get; set; }
    /// <summary>How many U it is high, from <see cref="U"/> up.</summary>
    public int Height { get; set; } = 1;
    public string? PoolId { get; set; }
    /// <summary>The Host's name in its Pool's drain target; null: its own name.</summary>
    public string? TargetName { get; set; }
    public string? AssetTag { get; set; }
    /// <summary>The Host of the same Site whose agent reaches this one's BMC; null: none does.</summary>
    public Guid? BmcGatewayId { get; set; }
    public ServiceState ServiceState { get; set; } = ServiceState.InService;
    /// <summary>Why its Pool's target sends it no requests though nobody drained it, or not all of them: "down in HAProxy: L4CON". Null: it does.</summary>
    public string? TargetFault { get; set; }
    /// <summary>What the agent last sent as Inventory (SovereignFleet.Proto.Link.Inventory, protobuf bytes).</summary>
    public byte[]? Inventory { get; set; }
    public DateTimeOffset? InventoryAt { get; set; }
    public string? BootId { get; set; }
    /// <summary>The boot of the machine that opened the Host's newest stream, by its own word; null: none has yet.</summary>
    public string? SpeakerBootId { get; set; }
    public string? AgentVersion { get; set; }
    /// <summary>The commands that its agent obeys, by its last Hello. Null: it has not said so yet.</summary>
    public string[]? Obeys { get; set; }
    /// <summary>When it was declared; of one that is older than this column: when the server learnt to keep it.</summary>
    public DateTimeOffset AddedAt { get; set; }
    /// <summary>When it was taken out of the fleet; its history stays. Null: it is there.</summary>
    public DateTimeOffset? RetiredAt { get; set; }
    [Timestamp] public uint Version { get; set; }
}

internal sealed class HostConfiguration : IEntityTypeConfiguration<Host>
{
    public void Configure(EntityTypeBuilder<Host> builder)
    {
        builder.ToTable("hosts");
        builder.HasKey(host => host.Id);
        builder.Property(host => host.Id).ValueGeneratedNever();
        builder.Property(host => host.Name).HasMaxLength(253);
        builder.HasIndex(host => host.Name).IsUnique();
        builder.Property(host => host.Height).HasDefaultValue(1);
        builder.HasQueryFilter(host => host.RetiredAt == null);
        builder.Property(host => host.AddedAt).HasDefaultValueSql("now()");
        builder.HasIndex(host => host.PoolId);
        builder.HasOne<Site>().WithMany().HasForeignKey(host => host.SiteId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(host => host.BmcGatewayId);
        builder.HasOne<Host>().WithMany().HasForeignKey(host => host.BmcGatewayId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Pool>().WithMany().HasForeignKey(host => host.PoolId).OnDelete(DeleteBehavior.Restrict);
    }
}
