using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Fleet.Profiles;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;
using AgentInventory = SovereignFleet.Proto.Link.Inventory;

namespace SovereignFleet.Server.Fleet.Ownership;

/// <summary>Keeps what a Host's agent says it is made of. A GPU that another one stands in the place of was swapped; one that is only missing
/// stays: it may be dead, and that is for Health to judge. One that is another Host's comes over only where that Host cannot have it any more.</summary>
internal sealed class HostRegistry(TimeProvider time, Hearing hearing, AgentJournal journal)
{
    /// <summary>Saves through <paramref name="db"/>, in the caller's transaction.</summary>
    public async Task<SettledInventory> RecordAsync(Guid hostId, AgentInventory inventory, FleetDb db, CancellationToken cancellationToken)
    {
        foreach (var info in inventory.Gpus)
        {
            info.Uuid = GpuNames.Of(info.Uuid);
        }

        var host = await db.Hosts.SingleAsync(known => known.Id == hostId, cancellationToken);
        host.Inventory = inventory.ToByteArray();
        host.InventoryAt = time.GetUtcNow();
        host.BootId = inventory.Host?.BootId;
        host.AgentVersion = inventory.Host?.AgentVersion;
        return await PlaceAsync(host, inventory, db, cancellationToken);
    }

    /// <summary>Looks again at what the Host's last Inventory said: the owner of a GPU that it names may be silent by now, or name it no more.</summary>
    /// <returns>Null: it has sent none.</returns>
    public async Task<SettledInventory?> SettleAsync(Guid hostId, FleetDb db, CancellationToken cancellationToken)
    {
        var host = await db.Hosts.SingleAsync(known => known.Id == hostId, cancellationToken);
        return host.Inventory is { } said ? await PlaceAsync(host, AgentInventory.Parser.ParseFrom(said), db, cancellationToken) : null;
    }

    private async Task<SettledInventory> PlaceAsync(Host host, AgentInventory inventory, FleetDb db, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var named = inventory.Gpus.Select(gpu => gpu.Uuid).Where(uuid => uuid.Length > 0).Distinct().ToArray();
        // Locked, in one order for all: of two Hosts that name one GPU at once, the second sees what the first made of it.
        var known = await db.Gpus.FromSql($"SELECT * FROM gpus WHERE host_id = {host.Id} OR uuid = ANY ({named}) ORDER BY uuid FOR UPDATE")
            .ToDictionaryAsync(gpu => gpu.Uuid, cancellationToken);
        var foreign = known.Values.Where(gpu => gpu.HostId != host.Id).ToArray();
        var owners = await GpuOwner.OfAsync(db, foreign, cancellationToken);
        var waiting = foreign.Where(gpu => !Moves(gpu, owners[gpu.HostId], now)).Select(gpu => gpu.Uuid).ToHashSet();
        var untaken = GpuRoom.Untaken(inventory.Gpus.Select(info => info.Uuid), known, host.Id, now);
        journal.Count(host.Id, "GPUs not taken", untaken.Count);
        foreach (var info in inventory.Gpus.Where(info => info.Uuid.Length > 0 && !waiting.Contains(info.Uuid) && !untaken.Contains(info.Uuid)))
        {
            Note(Place(host, info, known, owners, db, now), info.Uuid);
        }

        foreach (var (old, change) in Retire(host, inventory, known, known.Values.Where(gpu => gpu.HostId == host.Id && gpu.RemovedAt is null && !named.Contains(gpu.Uuid)), now))
        {
            Note(change, old.Uuid);
        }

        void Note(string? change, string gpuUuid)
        {
            if (change is not null && journal.Take(host.Id, JournalKinds.InventoryChanged))
            {
                db.Add(Entry(host, gpuUuid, change, now));
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        var settled = await SettledInventory.OfAsync(db, host.Id, inventory, cancellationToken);
        var heartbeat = await db.Heartbeats.AsNoTracking().SingleOrDefaultAsync(row => row.HostId == host.Id, cancellationToken);
        await ProfileBook.LearnAsync(db, host, FoundProfile.Of(inventory, [.. settled.Own.DistinctBy(info => info.Uuid)], heartbeat), now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return settled;
    }

    private bool Moves(Gpu gpu, GpuOwner owner, DateTimeOffset now) =>
        ClaimRule.Moves(gpu.RemovedAt is not null, hearing.At(now).Of(owner.HeardAt), owner.Has(gpu.Uuid));

    /// <returns>What changed, as a sentence; null: nothing worth telling.</returns>
    private static string? Place(Host host, GpuInfo info, Dictionary<string, Gpu> known, Dictionary<Guid, GpuOwner> owners, FleetDb db, DateTimeOffset now)
    {
        string? change = null;
        if (!known.TryGetValue(info.Uuid, out var gpu))
        {
            known[info.Uuid] = gpu = new Gpu { Uuid = info.Uuid, HostId = host.Id, InstalledAt = now };
            db.Add(gpu);
            change = $"GPU {info.Uuid} ({info.Name}, {info.Serial}) appeared in {host.Name} at {info.PciAddress}.";
        }
        else if (gpu.HostId != host.Id || gpu.RemovedAt is not null)
        {
            change = $"GPU {info.Uuid} ({info.Serial}) is in {host.Name} now, at {info.PciAddress}{(owners.TryGetValue(gpu.HostId, out var former) ? $"; it was in {former.Name}" : "")}.";
            gpu.HostId = host.Id;
            gpu.InstalledAt = now;
            gpu.RemovedAt = null;
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

    /// <summary>Of those that are not named any more, the ones that another GPU stands in the place of.</summary>
    private static IEnumerable<(Gpu Old, string Change)> Retire(
        Host host, AgentInventory inventory, Dictionary<string, Gpu> known, IEnumerable<Gpu> absent, DateTimeOffset now)
    {
        foreach (var old in absent)
        {
            if (inventory.Gpus.FirstOrDefault(info => SamePlace(old, info)) is { } successor)
            {
                old.RemovedAt = now;
                if (GpuSwap.SameBoard(old.Serial, successor.Serial) && known.TryGetValue(successor.Uuid, out var renamed) && renamed.HostId == host.Id)
                {
                    Inherit(old, renamed);
                    yield return (old, $"GPU {old.Uuid} of {host.Name} is named {successor.Uuid} now; it is the same board, serial {old.Serial}.");
                    continue;
                }

                yield return (old, $"GPU {old.Uuid} ({old.Serial}) of {host.Name} was replaced by {successor.Uuid} ({successor.Serial}).");
            }
        }
    }

    /// <summary>The same board under another UUID goes on with its life: what it went through is its own.</summary>
    private static void Inherit(Gpu old, Gpu renamed) => (renamed.InstalledAt, renamed.RepairedAt) = (old.InstalledAt, old.RepairedAt);

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
