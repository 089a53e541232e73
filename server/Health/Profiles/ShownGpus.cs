using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet.Ownership;
using SovereignFleet.Server.Fleet.Profiles;
using SovereignFleet.Server.Postgres;
using AgentInventory = SovereignFleet.Proto.Link.Inventory;

namespace SovereignFleet.Server.Health.Profiles;

/// <summary>What a Host shows now: its last Inventory, and the GPUs that its last Frame reads.</summary>
/// <param name="Found">Null: it has sent no Inventory.</param>
/// <param name="Uuids">Of the GPUs that can be read.</param>
internal sealed record ShownGpus(HostProfile? Found, IReadOnlySet<string> Uuids)
{
    public static async Task<ShownGpus> ReadAsync(FleetDb db, Fleet.Host host, CancellationToken cancellationToken)
    {
        var heartbeat = await db.Heartbeats.AsNoTracking().SingleOrDefaultAsync(row => row.HostId == host.Id, cancellationToken);
        var said = host.Inventory is { } bytes ? AgentInventory.Parser.ParseFrom(bytes) : null;
        var settled = said is null ? null : await SettledInventory.OfAsync(db, host.Id, said, cancellationToken);
        var read = heartbeat?.Frame is { } frame ? Frame.Parser.ParseFrom(frame).Gpus.Where(gpu => gpu.State != GpuReading.Types.State.Lost).Select(gpu => gpu.Uuid) : [];
        GpuInfo[] own = [.. (settled?.Own ?? []).DistinctBy(info => info.Uuid)];
        return new ShownGpus(said is null ? null : FoundProfile.Of(said, own, heartbeat), own.Select(info => info.Uuid).Concat(read).ToHashSet());
    }
}
