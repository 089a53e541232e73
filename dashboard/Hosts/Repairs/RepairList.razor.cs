using Microsoft.AspNetCore.Components;
using SovereignFleet.Dashboard.ControlPlane.Calls;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Hosts.Repairs;

/// <summary>The works of a Host's newest drains, followed by a stream of its own.</summary>
public sealed partial class RepairList
{
    private const uint Newest = 50;

    private IReadOnlyList<(Drain Drain, DrainWork Work)> works = [];
    private Fault? problem;

    [Parameter, EditorRequired] public string Host { get; set; } = "";
    [Parameter] public string? Zone { get; set; }

    protected override void GoLive() => _ = InvokeAsync(() => Api.FollowAsync(
        options => Api.Drains.WatchDrains(new WatchDrainsRequest { IncludeClosed = true, HostName = Host, PageSize = Newest }, options), Take, Break, Gone));

    private Task Take(WatchDrainsResponse received)
    {
        works = [.. from drain in received.Drains where drain.HostName == Host from work in drain.Works.Reverse() where work.BegunAt is not null select (drain, work)];
        problem = null;
        Redraw();
        return Task.CompletedTask;
    }

    private Task Break(Fault fault)
    {
        problem = fault;
        Redraw();
        return Task.CompletedTask;
    }
}
