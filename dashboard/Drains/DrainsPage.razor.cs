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
    private static readonly ListDrainsRequest Live = new() { PageSize = 1000 };
    private WatchDrainsResponse? list;
    /// <summary>The one of the address, where it is older than all that are listed.</summary>
    private (string Id, Answer<GetDrainResponse> Answer)? old;
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

            var (counted, _) = await Api.AskAsync(options => Api.Drains.ListDrainsAsync(Live, options), Gone);
            if (counted is not null && counted.At >= list.At)
            {
                await Take(new WatchDrainsResponse { Drains = { DrainBoard.Renewed(list.Drains, counted.Drains) }, At = counted.At });
            }
        }
    }

    private async Task Take(WatchDrainsResponse received)
    {
        (list, problem) = (received, null);
        newest = DrainBoard.Newest(received.Drains);
        await AskOldAsync();
        Redraw();
    }

    // The page stays where its address changes to another drain.
    protected override Task OnParametersSetAsync() => AskOldAsync();

    private async Task AskOldAsync()
    {
        if (Id is { } id && list is not null && list.Drains.All(drain => drain.Id != id) && old?.Id != id)
        {
            old = (id, await Api.AskAsync(options => Api.Drains.GetDrainAsync(new GetDrainRequest { Id = id }, options), Gone));
        }
    }

    private Task Break(Fault fault)
    {
        problem = fault;
        Redraw();
        return Task.CompletedTask;
    }

    private Drain? Told => list!.Drains.FirstOrDefault(drain => drain.Id == Id) ?? Old?.Value?.Drain;

    private Answer<GetDrainResponse>? Old => old is { } asked && asked.Id == Id ? asked.Answer : null;

    private IReadOnlyList<Drain> Here(DrainColumn column) => DrainBoard.Column(list!.Drains, column, Site, TimeRange.Named(Range), Now);

    private string? Zone(Drain drain) => Feed.ZoneOfSite(drain.SiteId);

    private Task<bool> ProposeAsync() => Prompts.ShowAsync<ProposeDialog>("Propose drain");
}
