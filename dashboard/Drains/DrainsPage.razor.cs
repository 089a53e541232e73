using Microsoft.AspNetCore.Components;
using SovereignFleet.Dashboard.ControlPlane;
using SovereignFleet.Dashboard.Layout;
using SovereignFleet.Dashboard.SignIn;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Drains;

/// <summary>The board of all drains, by what they wait for.</summary>
public sealed partial class DrainsPage
{
    private const int DoneShown = 12;
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
        while (!Gone.IsCancellationRequested)
        {
            await Task.Delay(CountPeriod, Time, Gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (problem is not null || list?.Drains.Any(drain => DrainLook.Of(drain.State).Column == DrainColumn.Draining) != true) continue;
            var (counted, _) = await Api.AskAsync(options => Api.Drains.ListDrainsAsync(Wanted, options), Gone);
            if (counted is not null && counted.At >= list.At) await Take(new WatchDrainsResponse { Drains = { counted.Drains }, At = counted.At });
        }
    }

    private Task Take(WatchDrainsResponse received)
    {
        (list, problem) = (received, null);
        newest = received.Drains.GroupBy(drain => drain.HostName).Select(host => host.MaxBy(drain => drain.ProposedAt)!.Id).ToHashSet();
        Redraw();
        return Task.CompletedTask;
    }

    private Task Break(Fault fault)
    {
        problem = fault;
        Redraw();
        return Task.CompletedTask;
    }

    private IReadOnlyList<Drain> Here(DrainColumn column)
    {
        var here = list!.Drains.Where(drain => DrainLook.Of(drain.State).Column == column && Scope.Includes(Site, drain.SiteId)).OrderByDescending(drain => drain.StateSince);
        if (column != DrainColumn.Done) return [.. here];
        return TimeRange.Named(Range) is { } range ? [.. here.Where(drain => TimeRange.Includes(range, drain.StateSince, Now))] : [.. here.Take(DoneShown)];
    }

    private string? Zone(Drain drain) => Feed.Snapshot?.Sites.FirstOrDefault(site => site.Id == drain.SiteId)?.TimeZone;

    private Task<bool> ProposeAsync() => Prompts.ShowAsync<ProposeDialog>("Propose drain");
}
