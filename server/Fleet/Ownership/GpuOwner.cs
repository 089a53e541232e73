using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Postgres;
using AgentInventory = SovereignFleet.Proto.Link.Inventory;

namespace SovereignFleet.Server.Fleet.Ownership;

/// <summary>A Host that has a GPU which another one names.</summary>
/// <param name="Sent">Its own last Inventory, protobuf bytes.</param>
/// <param name="HeardAt">When it was heard last; null: never.</param>
internal sealed record GpuOwner(Guid Id, string Name, byte[]? Sent, DateTimeOffset? HeardAt)
{
    public static async Task<Dictionary<Guid, GpuOwner>> OfAsync(FleetDb db, IEnumerable<Gpu> gpus, CancellationToken cancellationToken)
    {
        var ids = gpus.Select(gpu => gpu.HostId).Distinct().ToArray();
        return ids.Length == 0
            ? []
            : await db.HostsEver.Where(host => ids.Contains(host.Id)).Select(host => new GpuOwner(
                host.Id,
                host.Name,
                host.Inventory,
                db.Heartbeats.Where(heartbeat => heartbeat.HostId == host.Id).Select(heartbeat => (DateTimeOffset?)heartbeat.HeardAt).FirstOrDefault()))
                .ToDictionaryAsync(owner => owner.Id, cancellationToken);
    }

    /// <summary>Whether it says that it has the GPU; null: it said nothing, or could not read its GPUs.</summary>
    public bool? Has(string gpuUuid) =>
        Sent is not null && AgentInventory.Parser.ParseFrom(Sent) is { GpuReason.Length: 0 } said ? said.Gpus.Any(info => info.Uuid == gpuUuid) : null;
}
