using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Postgres;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Overview;

/// <summary>The fleet now, read at most once a second however many watch.</summary>
internal sealed class FleetSnapshots(IDbContextFactory<FleetDb> contexts, Hearing hearing, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan CachedFor = TimeSpan.FromMilliseconds(900);
    private readonly SemaphoreSlim gate = new(1);
    private (FleetRecords Records, Wire.FleetSnapshot Snapshot)? last;

    public async Task<(FleetRecords Records, Wire.FleetSnapshot Snapshot)> GetAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            if (last is { } known && now - known.Records.At < CachedFor)
            {
                return known;
            }

            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var records = await FleetReader.ReadAsync(db, hearing.At(now), cancellationToken);
            var read = (records, FleetMapper.Map(records, SiteScope.All));
            last = read;
            return read;
        }
        finally
        {
            gate.Release();
        }
    }

    public async Task<Wire.FleetSnapshot> GetAsync(SiteScope scope, CancellationToken cancellationToken)
    {
        var (records, snapshot) = await GetAsync(cancellationToken);
        return scope.IsAll ? snapshot : FleetMapper.Map(records, scope);
    }

    public void Dispose() => gate.Dispose();
}
