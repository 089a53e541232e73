using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Components;
using SovereignFleet.Dashboard.ControlPlane.Calls;
using SovereignFleet.Dashboard.Layout.Filters;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Journal;

/// <summary>The audit log: all that was seen, decided and done, the newest first, and whether it is still as it was written.</summary>
public sealed partial class JournalPage
{
    private const uint PageSize = 100;
    private const string ForPrograms = "GET /v1/journal?host_name=HOST&kind=drain&from=2026-01-31T00:00:00Z&page_size=1000";

    [SupplyParameterFromQuery] public string? Host { get; set; }

    /// <summary>"drain.moved", or "drain" for all kinds of drain.</summary>
    [SupplyParameterFromQuery] public string? Kind { get; set; }

    /// <summary>The id of the one drain whose entries are shown.</summary>
    [SupplyParameterFromQuery] public string? Drain { get; set; }

    /// <summary>The server's token of the page: only entries older than those before it; null: the newest.</summary>
    [SupplyParameterFromQuery] public string? Before { get; set; }
    [SupplyParameterFromQuery] public string? Site { get; set; }
    [SupplyParameterFromQuery] public string? Range { get; set; }
    [Inject] internal NavigationManager Navigation { get; set; } = null!;

    protected override TimeSpan Period => JournalPeriod.Of(Kind, Site, Range, base.Period);

    private IEnumerable<string> HostNames => (Feed.Snapshot?.Hosts ?? []).Select(host => host.Name).Order(StringComparer.Ordinal);

    private protected override Task<Answer<ListJournalEntriesResponse>> AskAsync(CancellationToken cancellationToken)
    {
        var wanted = new ListJournalEntriesRequest
        {
            HostName = Host ?? "",
            Kind = Kind ?? "",
            DrainId = Drain ?? "",
            SiteId = Site ?? "",
            From = TimeRange.Named(Range) is { } range ? (Now - range.Length).ToTimestamp() : null,
            PageSize = PageSize,
            PageToken = Before ?? "",
        };
        return Api.AskAsync(options => Api.Journal.ListJournalEntriesAsync(wanted, options), cancellationToken);
    }

    private bool IsNoPage => Before is not null && Problem is { IsRefusedInput: true };

    private IReadOnlyList<string> Faults => AddressFault.All(
        AddressFault.Of(Before, !IsNoPage, "no page of this journal. Choose “Newest”."),
        AddressFault.Of(Kind, KindChoice.IsKnown(Kind), "no kind of entry. None is listed."),
        AddressFault.Of(Drain, Guid.TryParse(Drain, out _) || Value is { Entries.Count: > 0 }, "no drain's id. No entry is of it."),
        AddressFault.Of(Host, Feed.Snapshot is not { } fleet || fleet.Hosts.Any(host => host.Name == Host), "no host of the fleet now. Entries of one that was removed stay listed."));

    private void Narrow(string what, ChangeEventArgs chosen) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
    {
        [what.ToLowerInvariant()] = chosen.Value?.ToString()?.Trim() is { Length: > 0 } value ? value : null,
        ["before"] = null,
    }));

    private string At(string? before) => Navigation.GetUriWithQueryParameter("before", before);

    private string? ZoneOf(JournalEntry entry) => Feed.ZoneOf(entry.HostName);
}
