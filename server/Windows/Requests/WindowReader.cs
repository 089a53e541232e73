using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Hosting.Pages;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Postgres;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Windows.Requests;

/// <summary>Windows, blackouts and what they come to, as the API lists them. There are few of them: a page is cut from all.</summary>
internal sealed class WindowReader(FleetDb db, TimeProvider time)
{
    private const int Usual = 200;
    private const int Most = 1_000;
    private const int LongestRange = 400;

    public async Task<Wire.ListWindowsResponse> WindowsAsync(Wire.ListWindowsRequest request, SiteScope scope, CancellationToken cancellationToken)
    {
        var calendars = await CalendarsAsync(request.SiteId, scope, cancellationToken);
        var now = time.GetUtcNow();
        var page = Cut(
            "windows", calendars.SelectMany(site => site.Windows.Select(window => WindowMapper.Map(window, site.Zone, site.Blackouts, now))),
            window => $"{window.SiteId}/{window.Name}", (request.PageToken, Page<Wire.MaintenanceWindow>.Size(request.PageSize, Usual, Most)));
        return new Wire.ListWindowsResponse { Windows = { page.Rows }, NextPageToken = page.NextToken };
    }

    public async Task<Wire.ListBlackoutsResponse> BlackoutsAsync(Wire.ListBlackoutsRequest request, SiteScope scope, CancellationToken cancellationToken)
    {
        await ThrowIfUnknownAsync(request.SiteId, scope, cancellationToken);
        var page = Cut(
            "blackouts", (await BlackoutsOfAsync(request.SiteId, scope, cancellationToken)).Select(WindowMapper.Map),
            blackout => $"{blackout.SiteId}/{blackout.Name}", (request.PageToken, Page<Wire.Blackout>.Size(request.PageSize, Usual, Most)));
        return new Wire.ListBlackoutsResponse { Blackouts = { page.Rows }, NextPageToken = page.NextToken };
    }

    public async Task<Wire.ListOccurrencesResponse> OccurrencesAsync(Wire.ListOccurrencesRequest request, SiteScope scope, CancellationToken cancellationToken)
    {
        var (from, until) = (WindowMapper.Instant("from", request.From), WindowMapper.Instant("until", request.Until));
        if (from.Year < 1970 || until.Year > 2200)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, "from: must be a time of the years 1970 to 2200, as until."));
        }

        if (until <= from || until - from > TimeSpan.FromDays(LongestRange))
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"until: must be after from, by {LongestRange} days at most."));
        }

        var calendars = await CalendarsAsync(request.SiteId, scope, cancellationToken);
        var blackouts = await BlackoutsOfAsync(request.SiteId, scope, cancellationToken);
        var all = calendars.SelectMany(site => site.Between(from, until))
            .Concat(blackouts.Where(blackout => blackout.StartsAt < until && blackout.EndsAt > from).Select(WindowMapper.Occurrence));
        var page = Cut(
            "occurrences", all, one => $"{one.Start.Seconds:D12}/{one.SiteId}/{one.Name}/{one.Blackout}",
            (request.PageToken, Page<Wire.Occurrence>.Size(request.PageSize, 500, 2_000)));
        return new Wire.ListOccurrencesResponse { Occurrences = { page.Rows }, NextPageToken = page.NextToken };
    }

    /// <summary>What each Site has, that the caller may know of.</summary>
    public async Task<List<SiteCalendar>> CalendarsAsync(string siteId, SiteScope scope, CancellationToken cancellationToken)
    {
        await ThrowIfUnknownAsync(siteId, scope, cancellationToken);
        var windows = (await db.MaintenanceWindows.AsNoTracking().ToListAsync(cancellationToken)).ToLookup(window => window.SiteId);
        var blackouts = await BlackoutsOfAsync(siteId, scope, cancellationToken);
        var sites = await db.Sites.AsNoTracking().OrderBy(site => site.Id).ToListAsync(cancellationToken);
        return [.. from site in sites
                   where scope.Includes(site.Id) && (siteId.Length == 0 || site.Id == siteId)
                   select new SiteCalendar(
                       site.Id, TimeZoneInfo.FindSystemTimeZoneById(site.TimeZone), [.. windows[site.Id].OrderBy(window => window.Name, StringComparer.Ordinal)],
                       [.. blackouts.Where(blackout => blackout.SiteId is null || blackout.SiteId == site.Id)])];
    }

    public async Task<List<Blackout>> BlackoutsOfAsync(string siteId, SiteScope scope, CancellationToken cancellationToken) =>
        [.. (await db.Blackouts.AsNoTracking().ToListAsync(cancellationToken))
            .Where(blackout => blackout.SiteId is null || (scope.Includes(blackout.SiteId) && (siteId.Length == 0 || blackout.SiteId == siteId)))
            .OrderBy(blackout => blackout.SiteId ?? "", StringComparer.Ordinal).ThenBy(blackout => blackout.Name, StringComparer.Ordinal)];

    private async Task ThrowIfUnknownAsync(string siteId, SiteScope scope, CancellationToken cancellationToken)
    {
        if (siteId.Length > 0 && !(scope.Includes(siteId) && await db.Sites.AnyAsync(site => site.Id == siteId, cancellationToken)))
        {
            throw new RpcException(new Status(StatusCode.NotFound, $"There is no site \"{siteId}\"."));
        }
    }

    /// <summary>In the order of the key, which is the page's place too.</summary>
    private static Page<T> Cut<T>(string list, IEnumerable<T> all, Func<T, string> keyOf, (string Token, int Size) asked)
    {
        var last = PageToken.Read<string>(list, asked.Token)?.Id;
        var rest = all.OrderBy(keyOf, StringComparer.Ordinal).Where(row => last is null || string.CompareOrdinal(keyOf(row), last) > 0).Take(asked.Size + 1).ToList();
        return Page<T>.Cut(rest, asked.Size, row => PageToken.Of(list, DateTimeOffset.MinValue, keyOf(row)));
    }
}
