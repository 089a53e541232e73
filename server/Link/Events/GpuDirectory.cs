using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Ownership;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Link.Events;

/// <summary>Which GPUs a Host's Events may name: its own, by their UUIDs or by where they sit on the bus, as its last Inventory said.</summary>
internal sealed class GpuDirectory
{
    /// <summary>Of an Event that a gateway tells: it reads another Host's BMC, and knows none of its GPUs.</summary>
    public static readonly GpuDirectory None = new() { NamesAny = false };

    private readonly Dictionary<PciAddress, string> uuids = [];

    private bool NamesAny { get; init; } = true;

    private HashSet<string> Foreign { get; init; } = [];

    /// <param name="named">The UUIDs that the Events name.</param>
    public static async Task<GpuDirectory> LoadAsync(FleetDb db, Guid hostId, IEnumerable<string> named, CancellationToken cancellationToken)
    {
        var directory = new GpuDirectory
        {
            Foreign = await GpuOwners.ForeignAsync(db, hostId, [.. named.Select(GpuNames.Of).Distinct()], cancellationToken),
        };
        var gpus = await db.Gpus.Where(gpu => gpu.HostId == hostId && gpu.RemovedAt == null)
            .Select(gpu => new { gpu.Uuid, gpu.PciAddress }).ToListAsync(cancellationToken);
        foreach (var gpu in gpus)
        {
            directory.Add(gpu.PciAddress, gpu.Uuid);
        }

        return directory;
    }

    public void Add(string pciAddress, string uuid)
    {
        if (PciAddress.Parse(pciAddress) is { } address)
        {
            uuids[address] = uuid;
        }
    }

    /// <summary>Null: no GPU is known there.</summary>
    public string? At(string pciAddress) =>
        NamesAny && PciAddress.Parse(pciAddress) is { } address ? uuids.GetValueOrDefault(address) : null;

    /// <summary>The UUID that an Event names, in its one spelling; null: it is another Host's, or no GPU's.</summary>
    public string? Own(string said) => GpuNames.Of(said) is var uuid && NamesAny && GpuNames.IsFit(uuid) && !Foreign.Contains(uuid) ? uuid : null;
}
