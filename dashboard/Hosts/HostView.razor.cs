using Microsoft.AspNetCore.Components;
using SovereignFleet.Dashboard.ControlPlane.Calls;
using SovereignFleet.Dashboard.ControlPlane.Live;
using SovereignFleet.Dashboard.Fleet.Map;
using SovereignFleet.Dashboard.Layout.Filters;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Hosts;

/// <summary>One Host, followed by a stream of its own.</summary>
public sealed partial class HostView
{
    private HostDetail? detail;
    private DateTimeOffset receivedAt;
    private Fault? problem;

    [Parameter, EditorRequired] public string Name { get; set; } = "";

    /// <summary>The index of the chosen GPU; null: all of them.</summary>
    [Parameter] public int? Gpu { get; set; }

    /// <summary>What the address says of a GPU, whether or not there is one of that index.</summary>
    [Parameter] public string? Typed { get; set; }
    [Parameter, EditorRequired] public TimeRange Range { get; set; } = TimeRange.Hour;

    private CellLook look => CellLook.Of(detail!.Host, IsStale);

    private bool IsStale => detail is not null && Freshness.Of(Now - receivedAt, problem is not null).IsStale;

    // A silent agent's BMC and servers are as unknown as its GPUs.
    private bool IsSilent => !look.IsCurrent;

    private Gpu? Chosen => Gpu is { } index ? detail?.Host.Gpus.FirstOrDefault(gpu => gpu.Index == index) : null;

    private int? ChosenIndex => (int?)Chosen?.Index;

    protected override void GoLive() => _ = InvokeAsync(() => Api.FollowAsync(
        options => Api.Fleet.WatchHost(new WatchHostRequest { HostName = Name }, options), answer => Take(answer.Host), Break, Gone));

    private Task Take(HostDetail received)
    {
        (detail, receivedAt, problem) = (received, Now, null);
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
