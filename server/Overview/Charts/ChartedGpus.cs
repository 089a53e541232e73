using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Telemetry.Codec;

namespace SovereignFleet.Server.Overview.Charts;

/// <summary>Which Host's readings of a GPU a chart shows: of one that has moved, those of the Host that has it now, unless the former one is named.</summary>
internal sealed class ChartedGpus(IDbContextFactory<FleetDb> contexts)
{
    /// <param name="hostName">Empty: the Host that has it, or had it last.</param>
    /// <returns>Null: there is no such GPU in the scope.</returns>
    public async Task<HostGpu?> FindAsync(string gpuUuid, string hostName, SiteScope scope, CancellationToken cancellationToken)
    {
        var uuid = GpuNames.Of(gpuUuid);
        if (!GpuNames.IsFit(uuid))
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var hosts = hostName.Length > 0
            ? db.Hosts.Where(host => host.Name == hostName)
            : db.Hosts.Where(host => db.Gpus.Any(gpu => gpu.Uuid == uuid && gpu.HostId == host.Id));
        return await hosts.Select(host => new { host.Id, host.SiteId }).SingleOrDefaultAsync(cancellationToken) is { } found && scope.Includes(found.SiteId)
            ? new HostGpu(found.Id, uuid)
            : null;
    }
}
