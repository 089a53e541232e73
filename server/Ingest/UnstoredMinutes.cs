using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Database;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Telemetry;

namespace SovereignFleet.Server.Ingest;

/// <summary>What is known of a GPU beyond the stored blocks, so that a chart ends at the last second and not at the last full minute.
/// The replica that holds the Host's stream knows each second; any other knows the last Frame, from the pulse.</summary>
internal sealed class UnstoredMinutes(LiveStreams streams, IDbContextFactory<FleetDb> contexts)
{
    /// <summary>Ask before the stored blocks are read: a minute that is stored meanwhile is then in both, and in none never.</summary>
    public async Task<IReadOnlyList<GpuBlock>> ReadAsync(string gpuUuid, CancellationToken cancellationToken)
    {
        var held = streams.All.SelectMany(stream => stream.Minutes.Copy(gpuUuid)).ToArray();
        return held.Length > 0 ? held : await LastFrameAsync(gpuUuid, cancellationToken);
    }

    private async Task<IReadOnlyList<GpuBlock>> LastFrameAsync(string gpuUuid, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var pulse = await (
            from gpu in db.Set<Gpu>().AsNoTracking()
            join row in db.Set<HostPulse>().AsNoTracking() on gpu.HostId equals row.HostId
            where gpu.Uuid == gpuUuid
            select new { row.HostId, row.Frame }).SingleOrDefaultAsync(cancellationToken);
        if (pulse is null)
            return [];
        var frame = Frame.Parser.ParseFrom(pulse.Frame);
        if (frame.At is null || frame.Gpus.FirstOrDefault(reading => reading.Uuid == gpuUuid) is not { } last)
            return [];
        var at = frame.At.ToDateTimeOffset();
        var minute = new GpuMinute();
        minute.Set(at.Second, last);
        return [new GpuBlock(pulse.HostId, gpuUuid, GpuMinute.StartOf(at), minute)];
    }
}
