using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Hosting.Pages;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Journal.Proof;
using SovereignFleet.Server.Postgres;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Audit;

/// <summary>Reading the audit log, newest first.</summary>
internal sealed class JournalService(FleetDb db, JournalVerifier verifier) : Wire.JournalService.JournalServiceBase
{
    private const string List = "journal";
    private const int Usual = 200;
    private const int Most = 1000;

    public override async Task<Wire.ListJournalEntriesResponse> ListJournalEntries(Wire.ListJournalEntriesRequest request, ServerCallContext context)
    {
        await ThrowIfUnknownAsync(request.SiteId, context);
        var hostId = await HostAsync(request.HostName, context.CancellationToken);
        var last = PageToken.Read<long>(List, request.PageToken);
        var size = Page<Wire.JournalEntry>.Size(request.PageSize, Usual, Most);
        var rows = await (
            from entry in JournalQuery.Of(db, request, context.GetScope(), hostId, last).Take(size + 1)
            join host in db.HostsEver on entry.HostId equals (Guid?)host.Id into hosts
            from host in hosts.DefaultIfEmpty()
            orderby entry.At descending, entry.Id descending
            select new { Entry = entry, HostName = host == null ? "" : host.Name }).ToListAsync(context.CancellationToken);
        var page = Page<Wire.JournalEntry>.Cut(
            rows.ConvertAll(row => Map(row.Entry, row.HostName)), size, entry => PageToken.Of(List, entry.At.ToDateTimeOffset(), entry.Id));
        return new Wire.ListJournalEntriesResponse { Entries = { page.Rows }, NextPageToken = page.NextToken };
    }

    public override async Task<Wire.VerifyJournalResponse> VerifyJournal(Wire.VerifyJournalRequest request, ServerCallContext context)
    {
        var verdict = await verifier.VerifyAsync(copy: null, context.CancellationToken);
        return new Wire.VerifyJournalResponse { Intact = verdict.Intact, Entries = (ulong)verdict.Entries, Sentence = verdict.Sentence };
    }

    // An empty answer would say that nothing happened at a Site that there is not. Who is of one Site is not told which others there are.
    private async Task ThrowIfUnknownAsync(string siteId, ServerCallContext context)
    {
        if (siteId.Length > 0 && context.GetScope().IsAll && !await db.Sites.AnyAsync(site => site.Id == siteId, context.CancellationToken))
        {
            throw new RpcException(new Status(StatusCode.NotFound, $"There is no site \"{siteId}\"."));
        }
    }

    // By its id the newest of one Host are the end of one index; by its name the planner walks through everybody's.
    private async Task<Guid?> HostAsync(string name, CancellationToken cancellationToken) => name.Length == 0
        ? null
        : await db.HostsEver.Where(host => host.Name == name).Select(host => host.Id).FirstOrDefaultAsync(cancellationToken);

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
