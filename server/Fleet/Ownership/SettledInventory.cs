using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Postgres;
using AgentInventory = SovereignFleet.Proto.Link.Inventory;

namespace SovereignFleet.Server.Fleet.Ownership;

/// <summary>What a Host's agent says that it is made of, and which GPUs of that are another Host's.</summary>
internal sealed record SettledInventory(AgentInventory Said, IReadOnlyList<GpuClaim> Waiting)
{
    /// <summary>Those that count as the Host's.</summary>
    public IEnumerable<Proto.Link.GpuInfo> Own => Said.Gpus.Where(info => info.Uuid.Length > 0 && Waiting.All(claim => claim.Uuid != info.Uuid));

    /// <summary>As the GPUs stand now.</summary>
    public static async Task<SettledInventory> OfAsync(FleetDb db, Guid hostId, AgentInventory said, CancellationToken cancellationToken)
    {
        var named = said.Gpus.Select(info => info.Uuid).ToArray();
        var claims = await (
            from gpu in db.Gpus.AsNoTracking()
            join owner in db.Hosts.AsNoTracking() on gpu.HostId equals owner.Id
            where named.Contains(gpu.Uuid) && gpu.HostId != hostId
            orderby gpu.Uuid
            select new GpuClaim(gpu.Uuid, gpu.Serial, owner.Name)).ToListAsync(cancellationToken);
        return new SettledInventory(said, claims);
    }
}
