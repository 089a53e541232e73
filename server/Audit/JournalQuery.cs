using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Hosting.Pages;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Audit;

/// <summary>What a filter asks of the audit log, the newest first. By time and not by id: so a span of time is one range of one index,
/// however long ago it was. By id, the planner walks back from today and hopes to meet it soon.</summary>
internal static class JournalQuery
{
    /// <param name="hostId">The one that the filter names; null: it names none.</param>
    /// <param name="last">Where the page before ended; null: the first page.</param>
    public static IQueryable<JournalEntry> Of(FleetDb db, Wire.ListJournalEntriesRequest filter, SiteScope scope, Guid? hostId, PagePlace<long>? last)
    {
        var entries = OfTime(OfSubject(OfSites(db, filter, scope), filter, hostId), filter);
        if (last is { } place)
        {
            entries = entries.Where(entry => EF.Functions.LessThan(ValueTuple.Create(entry.At, entry.Id), ValueTuple.Create(place.At, place.Id)));
        }

        return entries.OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Id);
    }

    private static IQueryable<JournalEntry> OfSites(FleetDb db, Wire.ListJournalEntriesRequest filter, SiteScope scope)
    {
        var entries = db.JournalEntries.AsNoTracking();
        if (!scope.IsAll)
        {
            entries = OfSite(db, entries, scope.SiteId);
        }

        return filter.SiteId.Length > 0 ? OfSite(db, entries, filter.SiteId) : entries;
    }

    private static IQueryable<JournalEntry> OfSite(FleetDb db, IQueryable<JournalEntry> entries, string? siteId)
    {
        var near = db.HostsEver.Where(host => host.SiteId == siteId).Select(host => (Guid?)host.Id);
        return entries.Where(entry => entry.SiteId == siteId || near.Contains(entry.HostId));
    }

    private static IQueryable<JournalEntry> OfSubject(IQueryable<JournalEntry> entries, Wire.ListJournalEntriesRequest filter, Guid? hostId)
    {
        if (hostId is not null)
        {
            entries = entries.Where(entry => entry.HostId == hostId);
        }

        if (filter.DrainId.Length > 0)
        {
            if (!Guid.TryParse(filter.DrainId, out var drainId))
            {
                throw new RpcException(new Status(StatusCode.InvalidArgument, $"drain_id \"{filter.DrainId}\" is no UUID."));
            }

            entries = entries.Where(entry => entry.DrainId == drainId);
        }

        return filter.Kind.Length > 0 ? entries.Where(entry => entry.Kind == filter.Kind || entry.Kind.StartsWith(filter.Kind + ".")) : entries;
    }

    private static IQueryable<JournalEntry> OfTime(IQueryable<JournalEntry> entries, Wire.ListJournalEntriesRequest filter)
    {
        if (filter.From?.ToDateTimeOffset() is { } from)
        {
            entries = entries.Where(entry => entry.At >= from);
        }

        return filter.Until?.ToDateTimeOffset() is { } until ? entries.Where(entry => entry.At < until) : entries;
    }
}
