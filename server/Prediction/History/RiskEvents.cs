using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Prediction.History;

/// <summary>The Events that the risk states count, of all GPUs.</summary>
internal static class RiskEvents
{
    /// <returns>By GPU, in the order of time. Of many alike within one hour of the clock the first and the last: those between begin no
    /// episode, for what follows within an hour belongs to the one before.</returns>
    public static async Task<ILookup<string, GpuEvent>> ReadAsync(FleetDb db, IReadOnlyCollection<string> kinds, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var wanted = kinds.ToArray();
        var rows = await db.Database.SqlQuery<Row>(
            $"""
            SELECT gpu_uuid AS "GpuUuid", kind AS "Kind", code AS "Code", min(at) AS "First", max(at) AS "Last" FROM events
            WHERE kind = ANY ({wanted}) AND at >= {since} AND gpu_uuid IS NOT NULL
            GROUP BY gpu_uuid, kind, code, date_bin('1 hour', at, 'epoch')
            """).ToListAsync(cancellationToken);
        return rows.SelectMany(Ends).OrderBy(row => row.Seen.At).ToLookup(row => row.GpuUuid, row => row.Seen);
    }

    private static IEnumerable<(string GpuUuid, GpuEvent Seen)> Ends(Row row)
    {
        yield return (row.GpuUuid, new GpuEvent(row.First, row.Kind, row.Code));
        if (row.Last > row.First)
        {
            yield return (row.GpuUuid, new GpuEvent(row.Last, row.Kind, row.Code));
        }
    }

    private sealed record Row(string GpuUuid, string Kind, int Code, DateTimeOffset First, DateTimeOffset Last);
}
