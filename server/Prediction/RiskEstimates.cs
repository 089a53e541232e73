using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Prediction.History;
using SovereignFleet.Server.Telemetry.Codec;

namespace SovereignFleet.Server.Prediction;

/// <summary>Estimates the risk of every GPU of the fleet from what is stored of it. The last Frame of a Host that is silent is no reading of
/// now.</summary>
internal sealed class RiskEstimates(RiskModel model, Hearing hearing)
{
    private static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    public async Task<IReadOnlyList<GpuEstimate>> ReadAsync(FleetDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var events = await RiskEvents.ReadAsync(db, model.Kinds, now - Memory, cancellationToken);
        var gpus = (await db.Gpus.AsNoTracking().Where(gpu => gpu.RemovedAt == null).ToListAsync(cancellationToken)).ToLookup(gpu => gpu.HostId);
        var hosts = await (
            from host in db.Hosts
            join heartbeat in db.Heartbeats on host.Id equals heartbeat.HostId
            select new { Identity = new HostIdentity(host.Id, host.Name, host.SiteId), heartbeat.Frame, heartbeat.HeardAt }).ToListAsync(cancellationToken);
        var estimates = new List<GpuEstimate>();
        foreach (var host in hosts)
        {
            var readings = host.Frame is null || hearing.At(now).Of(host.HeardAt) == Liveness.Silent
                ? null
                : Frame.Parser.ParseFrom(host.Frame).Gpus.ToLookup(reading => reading.Uuid);
            foreach (var gpu in gpus[host.Identity.Id])
            {
                var reading = readings?[gpu.Uuid].FirstOrDefault(last => last.State == GpuReading.Types.State.Present);
                // A proven repair starts a new life: what it did before tells nothing of what it is now.
                var told = events[new HostGpu(gpu.HostId, gpu.Uuid)].Where(seen => gpu.RepairedAt is null || seen.At > gpu.RepairedAt);
                var history = new GpuHistory(gpu.Uuid, gpu.InstalledAt, [.. told], reading);
                estimates.Add(new GpuEstimate(host.Identity, gpu, reading is not null, model.Judge(history, now)));
            }
        }

        return estimates;
    }
}

/// <param name="IsRead">False: estimated from what happened alone; it may be worse than that.</param>
internal sealed record GpuEstimate(HostIdentity Host, Gpu Gpu, bool IsRead, RiskEstimate Estimate);
