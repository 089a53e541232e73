using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Health.Window;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Health.Monitor;

/// <summary>Reads what is expected of a Host: its profile, and the GPUs that count as its own.</summary>
internal static class ExpectedReader
{
    public static async Task ReadAsync(FleetDb db, HostWindow window, CancellationToken cancellationToken)
    {
        window.Expected = (await db.ExpectedProfiles.AsNoTracking().SingleOrDefaultAsync(row => row.HostId == window.Host.Id, cancellationToken))?.Profile;
        window.Know(await db.Gpus.AsNoTracking().Where(gpu => gpu.HostId == window.Host.Id && gpu.RemovedAt == null).ToListAsync(cancellationToken));
    }
}
