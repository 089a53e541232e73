using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Telemetry.Codec;

namespace SovereignFleet.Server.Link.Streams;

/// <summary>What is known of a GPU beyond the stored blocks, so that a chart ends at the last second and not at the last full minute.
/// The replica that holds the Host's stream knows each second; any other knows the last Frame, from the heartbeat.</summary>
internal sealed class UnstoredMinutes(LiveStreams streams, IDbContextFactory<FleetDb> contexts)
{
    /// <summary>Ask before the stored blocks are read: a minute that is stored meanwhile is then in both, and in none never.</summary>
    public async Task<IReadOnlyList<GpuBlock>> ReadAsync(HostGpu gpu, CancellationToken cancellationToken)
    {
        var held = streams.All.Where(stream => stream.Host.Id == gpu.HostId).SelectMany(stream => stream.Minutes.Copy(gpu.GpuUuid)).ToArray();
        return held.Length > 0 ? held : await LastFrameAsync(gpu, cancellationToken);
    }

    private async Task<IReadOnlyList<GpuBlock>> LastFrameAsync(HostGpu gpu, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var heartbeat = await db.Heartbeats.AsNoTracking().Where(row => row.HostId == gpu.HostId)
            .Select(row => new { row.HostId, row.Frame }).SingleOrDefaultAsync(cancellationToken);
        if (heartbeat is null)
        {
            return [];
        }

        var frame = Frame.Parser.ParseFrom(heartbeat.Frame);
        if (frame.At is null || frame.Gpus.FirstOrDefault(reading => reading.Uuid == gpu.GpuUuid) is not { } last)
        {
            return [];
        }

        var at = frame.At.ToDateTimeOffset();
        var minute = new GpuMinute();
        minute.Set(at.Second, last);
        return [new GpuBlock(heartbeat.HostId, gpu.GpuUuid, GpuMinute.StartOf(at), minute)];
    }
}
