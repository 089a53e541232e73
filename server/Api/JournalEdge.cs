using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Database;
using SovereignFleet.Server.Identity;
using SovereignFleet.Server.Journal;
using Empty = SovereignFleet.Proto.Fleet.Empty;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Api;

/// <summary>Reading the audit log, newest first.</summary>
internal sealed class JournalEdge(FleetDb db, JournalVerifier verifier) : Wire.Journal.JournalBase
{
    private const int Usual = 200;
    private const int Most = 1000;

    public override async Task<Wire.JournalList> List(Wire.JournalFilter request, ServerCallContext context)
    {
        var entries = OfTime(OfSubject(OfSites(request, context.GetScope()), request), request);
        var limit = request.Limit == 0 ? Usual : (int)Math.Min(request.Limit, Most);
        var page = await (
            from entry in entries.OrderByDescending(entry => entry.Id).Take(limit)
            join host in db.Set<Fleet.Host>() on entry.HostId equals (Guid?)host.Id into hosts
            from host in hosts.DefaultIfEmpty()
            orderby entry.Id descending
            select new { Entry = entry, HostName = host == null ? "" : host.Name }).ToListAsync(context.CancellationToken);
        return new Wire.JournalList { Entries = { page.Select(row => Map(row.Entry, row.HostName)) } };
    }

    public override async Task<Wire.JournalVerdict> Verify(Empty request, ServerCallContext context)
    {
        var verdict = await verifier.VerifyAsync(context.CancellationToken);
        return new Wire.JournalVerdict { Intact = verdict.Intact, Entries = (ulong)verdict.Entries, Sentence = verdict.Sentence };
    }

    private IQueryable<JournalEntry> OfSites(Wire.JournalFilter request, SiteScope scope)
    {
        var entries = db.Set<JournalEntry>().AsNoTracking();
        if (!scope.IsAll) entries = OfSite(entries, scope.SiteId);
        return request.SiteId.Length > 0 ? OfSite(entries, request.SiteId) : entries;
    }

    private IQueryable<JournalEntry> OfSite(IQueryable<JournalEntry> entries, string? siteId)
    {
        var near = db.Set<Fleet.Host>().Where(host => host.SiteId == siteId).Select(host => (Guid?)host.Id);
        return entries.Where(entry => entry.SiteId == siteId || near.Contains(entry.HostId));
    }

    private IQueryable<JournalEntry> OfSubject(IQueryable<JournalEntry> entries, Wire.JournalFilter request)
    {
        if (request.HostName.Length > 0)
        {
            var hosts = db.Set<Fleet.Host>().Where(host => host.Name == request.HostName).Select(host => (Guid?)host.Id);
            entries = entries.Where(entry => hosts.Contains(entry.HostId));
        }

        if (request.DrainId.Length > 0)
        {
            if (!Guid.TryParse(request.DrainId, out var drainId))
                throw new RpcException(new Status(StatusCode.InvalidArgument, $"drain_id \"{request.DrainId}\" is no UUID."));
            entries = entries.Where(entry => entry.DrainId == drainId);
        }

        return request.Kind.Length > 0 ? entries.Where(entry => entry.Kind == request.Kind || entry.Kind.StartsWith(request.Kind + ".")) : entries;
    }

    private static IQueryable<JournalEntry> OfTime(IQueryable<JournalEntry> entries, Wire.JournalFilter request)
    {
        if (request.Before > 0)
            entries = entries.Where(entry => entry.Id < (long)Math.Min(request.Before, long.MaxValue));
        if (request.From?.ToDateTimeOffset() is { } from)
            entries = entries.Where(entry => entry.At >= from);
        return request.Until?.ToDateTimeOffset() is { } until ? entries.Where(entry => entry.At < until) : entries;
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
