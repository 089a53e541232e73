using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Telemetry.Codec;

namespace SovereignFleet.Server.Prediction.History;

/// <summary>The Events that the risk states count, of all GPUs: what each Host told of its own.</summary>
internal static class RiskEvents
{
    /// <returns>By GPU, in the order of time. Of many alike within one hour of the clock the first and the last: those between begin no
    /// episode, for what follows within an hour belongs to the one before.</returns>
    public static async Task<ILookup<HostGpu, GpuEvent>> ReadAsync(FleetDb db, IReadOnlyCollection<string> kinds, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var wanted = kinds.ToArray();
        var rows = await db.Database.SqlQuery<Row>(
            $"""
            SELECT host_id AS "HostId", gpu_uuid AS "GpuUuid", kind AS "Kind", code AS "Code", min(at) AS "First", max(at) AS "Last" FROM events
            WHERE kind = ANY ({wanted}) AND at >= {since} AND gpu_uuid IS NOT NULL
            GROUP BY host_id, gpu_uuid, kind, code, date_bin('1 hour', at, 'epoch')
            """).ToListAsync(cancellationToken);
        return rows.SelectMany(Ends).OrderBy(row => row.Seen.At).ToLookup(row => row.Gpu, row => row.Seen);
    }

    private static IEnumerable<(HostGpu Gpu, GpuEvent Seen)> Ends(Row row)
    {
        var gpu = new HostGpu(row.HostId, row.GpuUuid);
        yield return (gpu, new GpuEvent(row.First, row.Kind, row.Code));
        if (row.Last > row.First)
        {
            yield return (gpu, new GpuEvent(row.Last, row.Kind, row.Code));
        }
    }

    private sealed record Row(Guid HostId, string GpuUuid, string Kind, int Code, DateTimeOffset First, DateTimeOffset Last);
}
