using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Link.Events;

/// <summary>Which GPU of one Host sits where on the bus, as its last Inventory said.</summary>
internal sealed class GpuDirectory
{
    private readonly Dictionary<PciAddress, string> uuids = [];

    public static async Task<GpuDirectory> LoadAsync(FleetDb db, Guid hostId, CancellationToken cancellationToken)
    {
        var directory = new GpuDirectory();
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
        PciAddress.Parse(pciAddress) is { } address ? uuids.GetValueOrDefault(address) : null;
}
