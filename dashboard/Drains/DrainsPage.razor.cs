using Microsoft.AspNetCore.Components;
using SovereignFleet.Dashboard.ControlPlane.Calls;
using SovereignFleet.Dashboard.Drains.Dialogs;
using SovereignFleet.Dashboard.Drains.States;
using SovereignFleet.Dashboard.Layout.Filters;
using SovereignFleet.Dashboard.Layout.Notices;
using SovereignFleet.Dashboard.Sessions;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Drains;

/// <summary>The board of all drains, by what they wait for.</summary>
public sealed partial class DrainsPage
{
    private const string ForPrograms = """POST /v1/drains {"host_name": "HOST", "reason": "WHY", "urgent": true}""";
    private static readonly TimeSpan CountPeriod = TimeSpan.FromSeconds(2);
    private static readonly WatchDrainsRequest Watched = new() { IncludeClosed = true, PageSize = 200 };
    private static readonly ListDrainsRequest Wanted = new() { IncludeClosed = Watched.IncludeClosed, PageSize = Watched.PageSize };
    private WatchDrainsResponse? list;
    private IReadOnlySet<string> newest = new HashSet<string>();
    private Fault? problem;

    /// <summary>The one drain that a ticket or an alert links to; null: the whole board.</summary>
    [Parameter] public string? Id { get; set; }
    [SupplyParameterFromQuery] public string? Site { get; set; }
    [SupplyParameterFromQuery] public string? Range { get; set; }

    private string? WhyNot => Rights.WhyNotDecide(Person);

    protected override void GoLive()
    {
        _ = InvokeAsync(() => Api.FollowAsync(options => Api.Drains.WatchDrains(Watched, options), Take, Break, Gone));
        _ = InvokeAsync(CountAsync);
    }

    // The stream tells of changed drains; requests that end inside one change none.
    private async Task CountAsync()
    {
        Unattended.Begin();
        while (!Gone.IsCancellationRequested)
        {
            await Task.Delay(CountPeriod, Time, Gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (problem is not null || list is null || !DrainBoard.AnyDraining(list.Drains))
            {
                continue;
            }

            var (counted, _) = await Api.AskAsync(options => Api.Drains.ListDrainsAsync(Wanted, options), Gone);
            if (counted is not null && counted.At >= list.At)
            {
                await Take(new WatchDrainsResponse { Drains = { counted.Drains }, At = counted.At });
            }
        }
    }

    private Task Take(WatchDrainsResponse received)
    {
        (list, problem) = (received, null);
        newest = DrainBoard.Newest(received.Drains);
        Redraw();
        return Task.CompletedTask;
    }

    private Task Break(Fault fault)
    {
        problem = fault;
        Redraw();
        return Task.CompletedTask;
    }

    private IReadOnlyList<Drain> Here(DrainColumn column) => DrainBoard.Column(list!.Drains, column, Site, TimeRange.Named(Range), Now);

    private string? Zone(Drain drain) => Feed.ZoneOfSite(drain.SiteId);

    private Task<bool> ProposeAsync() => Prompts.ShowAsync<ProposeDialog>("Propose drain");
}
