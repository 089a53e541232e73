using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;
using Empty = SovereignFleet.Proto.Fleet.Empty;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Audit;

/// <summary>Reading the audit log, newest first.</summary>
internal sealed class JournalService(FleetDb db, JournalVerifier verifier) : Wire.Journal.JournalBase
{
    private const int Usual = 200;
    private const int Most = 1000;

    public override async Task<Wire.JournalList> List(Wire.JournalFilter request, ServerCallContext context)
    {
        var hostId = await HostAsync(request.HostName, context.CancellationToken);
        var last = await PlaceAsync(request.Before, context.CancellationToken);
        var limit = request.Limit == 0 ? Usual : (int)Math.Min(request.Limit, Most);
        var page = await (
            from entry in JournalQuery.Of(db, request, context.GetScope(), hostId, last).Take(limit)
            join host in db.Hosts on entry.HostId equals (Guid?)host.Id into hosts
            from host in hosts.DefaultIfEmpty()
            orderby entry.At descending, entry.Id descending
            select new { Entry = entry, HostName = host == null ? "" : host.Name }).ToListAsync(context.CancellationToken);
        return new Wire.JournalList { Entries = { page.Select(row => Map(row.Entry, row.HostName)) } };
    }

    public override async Task<Wire.JournalVerdict> Verify(Empty request, ServerCallContext context)
    {
        var verdict = await verifier.VerifyAsync(context.CancellationToken);
        return new Wire.JournalVerdict { Intact = verdict.Intact, Entries = (ulong)verdict.Entries, Sentence = verdict.Sentence };
    }

    // By its id the newest of one Host are the end of one index; by its name the planner walks through everybody's.
    private async Task<Guid?> HostAsync(string name, CancellationToken cancellationToken) => name.Length == 0
        ? null
        : await db.Hosts.Where(host => host.Name == name).Select(host => host.Id).FirstOrDefaultAsync(cancellationToken);

    // An id past the newest is the beginning.
    private async Task<JournalPlace?> PlaceAsync(ulong before, CancellationToken cancellationToken)
    {
        if (before == 0)
        {
            return null;
        }

        var id = (long)Math.Min(before, long.MaxValue);
        var at = await db.JournalEntries.Where(entry => entry.Id >= id).OrderBy(entry => entry.Id)
            .Select(entry => (DateTimeOffset?)entry.At).FirstOrDefaultAsync(cancellationToken);
        return at is { } known ? new JournalPlace(known, id) : null;
    }

    internal static Wire.JournalEntry Map(JournalEntry entry, string hostName) => new()
    {
        Id = (ulong)entry.Id,
        At = entry.At.ToTimestamp(),
        Actor = entry.Actor,
        Kind = entry.Kind,
        HostName = hostName,
        GpuUuid = entry.GpuUuid ?? "",
        DrainId = entry.DrainId?.ToString() ?? "",
        Summary = entry.Summary,
        Data = entry.Data,
        Sealed = entry.Hash is not null,
    };
}
