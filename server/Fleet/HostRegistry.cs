using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;
using AgentInventory = SovereignFleet.Proto.Link.Inventory;

namespace SovereignFleet.Server.Fleet;

/// <summary>Keeps what a Host's agent says it is made of. A GPU that another one stands in the place of was swapped; one that is only missing
/// stays: it may be dead, and that is for Health to judge.</summary>
internal sealed class HostRegistry(TimeProvider time)
{
    /// <summary>Saves through <paramref name="db"/>, in the caller's transaction where there is one.</summary>
    public async Task RecordAsync(Guid hostId, AgentInventory inventory, FleetDb db, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var host = await db.Hosts.SingleAsync(known => known.Id == hostId, cancellationToken);
        host.Inventory = inventory.ToByteArray();
        host.InventoryAt = now;
        host.BootId = inventory.Host?.BootId;
        host.AgentVersion = inventory.Host?.AgentVersion;

        var named = inventory.Gpus.Select(gpu => gpu.Uuid).ToList();
        var known = await db.Gpus.Where(gpu => gpu.HostId == hostId || named.Contains(gpu.Uuid)).ToDictionaryAsync(gpu => gpu.Uuid, cancellationToken);
        foreach (var info in inventory.Gpus.Where(info => info.Uuid.Length > 0))
        {
            var change = Place(host, info, known, db, now);
            if (change is not null)
            {
                db.Add(Entry(host, info.Uuid, change, now));
            }
        }

        foreach (var old in known.Values.Where(gpu => gpu.HostId == hostId && gpu.RemovedAt is null && !named.Contains(gpu.Uuid)))
        {
            var successor = inventory.Gpus.FirstOrDefault(info => SamePlace(old, info));
            if (successor is null)
            {
                continue;
            }

            old.RemovedAt = now;
            db.Add(Entry(host, old.Uuid, $"GPU {old.Uuid} ({old.Serial}) of {host.Name} was replaced by {successor.Uuid} ({successor.Serial}).", now));
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <returns>What changed, as a sentence; null: nothing worth telling.</returns>
    private static string? Place(Host host, GpuInfo info, Dictionary<string, Gpu> known, FleetDb db, DateTimeOffset now)
    {
        string? change = null;
        if (!known.TryGetValue(info.Uuid, out var gpu))
        {
            gpu = new Gpu { Uuid = info.Uuid, HostId = host.Id, InstalledAt = now };
            db.Add(gpu);
            change = $"GPU {info.Uuid} ({info.Name}, {info.Serial}) appeared in {host.Name} at {info.PciAddress}.";
        }
        else if (gpu.HostId != host.Id || gpu.RemovedAt is not null)
        {
            gpu.HostId = host.Id;
            gpu.InstalledAt = now;
            gpu.RemovedAt = null;
            change = $"GPU {info.Uuid} ({info.Serial}) is in {host.Name} now, at {info.PciAddress}.";
        }

        gpu.Index = (int)info.Index;
        gpu.Model = info.Name;
        gpu.Serial = info.Serial;
        gpu.PartNumber = info.PartNumber;
        gpu.PciAddress = info.PciAddress;
        gpu.Slot = info.HasSlot ? (int)info.Slot : null;
        gpu.SlowdownC = info.HasSlowdownC ? (int)info.SlowdownC : null;
        gpu.ShutdownC = info.HasShutdownC ? (int)info.ShutdownC : null;
        gpu.MemoryMaxC = info.HasMemoryMaxC ? (int)info.MemoryMaxC : null;
        gpu.GpuMaxC = info.HasGpuMaxC ? (int)info.GpuMaxC : null;
        return change;
    }

    private static bool SamePlace(Gpu gpu, GpuInfo info) =>
        (gpu.Slot is not null && info.HasSlot && gpu.Slot == (int)info.Slot)
        || (gpu.PciAddress.Length > 0 && string.Equals(gpu.PciAddress, info.PciAddress, StringComparison.OrdinalIgnoreCase));

    private static JournalEntry Entry(Host host, string gpuUuid, string summary, DateTimeOffset now) => new()
    {
        At = now,
        Actor = "agent:" + host.Name,
        Kind = JournalKinds.InventoryChanged,
        SiteId = host.SiteId,
        HostId = host.Id,
        GpuUuid = gpuUuid,
        Summary = summary,
    };
}
