using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SovereignFleet.Server.Fleet.Profiles;

/// <summary>What is expected of one Host, who says so, and since when.</summary>
internal sealed class ExpectedProfile
{
    public required Guid HostId { get; init; }
    public ProfileOrigin Origin { get; set; }
    public int? Gpus { get; set; }
    public string? GpuModel { get; set; }
    public int? Nics { get; set; }
    public int? Disks { get; set; }
    public int? PcieGeneration { get; set; }
    public int? PcieWidth { get; set; }
    public int? NvLinks { get; set; }
    /// <summary>When it was learned, declared or said.</summary>
    public DateTimeOffset Since { get; set; }
    /// <summary>Journal actor: "person:ada"; null: no person.</summary>
    public string? By { get; set; }
    /// <summary>Why a person said so.</summary>
    public string? Reason { get; set; }
    [Timestamp] public uint Version { get; set; }

    public HostProfile Profile
    {
        get => new()
        {
            Gpus = Gpus,
            GpuModel = GpuModel,
            Nics = Nics,
            Disks = Disks,
            PcieGeneration = PcieGeneration,
            PcieWidth = PcieWidth,
            NvLinks = NvLinks,
        };
        set
        {
            (Gpus, GpuModel) = (value.Gpus, value.GpuModel);
            (Nics, Disks) = (value.Nics, value.Disks);
            (PcieGeneration, PcieWidth, NvLinks) = (value.PcieGeneration, value.PcieWidth, value.NvLinks);
        }
    }
}

/// <summary>Whose word an expected profile is.</summary>
internal enum ProfileOrigin
{
    /// <summary>Seen on the Host's first day; nobody has looked at it yet.</summary>
    Learned,
    /// <summary>A person has looked at it, or has said it.</summary>
    Confirmed,
    /// <summary>The inventory says it, and only the inventory changes it.</summary>
    Declared,
}

internal sealed class ExpectedProfileConfiguration : IEntityTypeConfiguration<ExpectedProfile>
{
    public void Configure(EntityTypeBuilder<ExpectedProfile> builder)
    {
        builder.ToTable("expected_profiles");
        builder.HasKey(expected => expected.HostId);
        builder.Property(expected => expected.HostId).ValueGeneratedNever();
        builder.Ignore(expected => expected.Profile);
        builder.HasOne<Host>().WithOne().HasForeignKey<ExpectedProfile>(expected => expected.HostId).OnDelete(DeleteBehavior.Cascade);
    }
}
