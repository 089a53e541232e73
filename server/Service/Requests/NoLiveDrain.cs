using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet.Retirement;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Machine;

namespace SovereignFleet.Server.Service.Requests;

/// <summary>A Host that is being drained is not taken out of the fleet: its balancers, its ticket and its light would be left as they are.</summary>
internal sealed class NoLiveDrain : IHostRetirement
{
    public async Task<string?> AgainstAsync(FleetDb db, Fleet.Host host, CancellationToken cancellationToken)
    {
        var drain = await db.Drains.AsNoTracking().FirstOrDefaultAsync(drain => drain.HostId == host.Id && !DrainMachine.Final.Contains(drain.State), cancellationToken);
        return drain is null ? null : $"its drain is {drain.State} ({drain.Id}): bring it to its end, or cancel it, first";
    }
}
