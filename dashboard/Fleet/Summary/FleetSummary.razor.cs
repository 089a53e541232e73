using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using SovereignFleet.Dashboard.Layout.Filters;
using SovereignFleet.Dashboard.Layout.Notices;
using SovereignFleet.Dashboard.Sessions;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Fleet.Summary;

/// <summary>The three questions of every page, answered for the whole fleet or one Site.</summary>
public sealed partial class FleetSummary
{
    private const int ShownAtOnce = 5;
    private IReadOnlyList<FleetNeed> needs = [];
    private IReadOnlyList<Host> hosts = [];

    [Parameter, EditorRequired] public FleetSnapshot Fleet { get; set; } = null!;
    [Parameter] public bool Stale { get; set; }

    /// <summary>The one Site to tell of; null: all.</summary>
    [Parameter] public string? SiteId { get; set; }

    /// <summary>When this snapshot came: what was wrong is told as of then.</summary>
    [Parameter] public DateTimeOffset AsOf { get; set; }
    [Inject] internal SignedIn Person { get; set; } = null!;
    [Inject] internal Prompts Prompts { get; set; } = null!;

    private FleetCounts Counts => FleetCounts.Of(Fleet, SiteId);

    private int Problems => FleetNeeds.ProblemsOf(Fleet, SiteId).Count;

    protected override void OnParametersSet()
    {
        hosts = [.. Fleet.Hosts.Where(host => Scope.Includes(SiteId, host.SiteId))];
        needs = FleetNeeds.Of(Fleet, SiteId, Person);
    }

    private Task<bool> ExplainAsync(Pool pool) => Prompts.ShowAsync("Pool", new DialogParameters<PoolDialog>
    {
        { dialog => dialog.Pool, pool },
        { dialog => dialog.Probe, Fleet.Hosts.FirstOrDefault(host => host.PoolId == pool.Id && host.DrainId.Length == 0)?.Name },
    });

    // Below what must stay, not just without room for a drain.
    private static bool Short(Pool pool) => pool.Available < pool.Required + pool.Spare;

    private string? Zone(Host host) => Fleet.Sites.FirstOrDefault(site => site.Id == host.SiteId)?.TimeZone;

    private Timestamp Since => Timestamp.FromDateTimeOffset(AsOf);
}
