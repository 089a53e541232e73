using Microsoft.AspNetCore.Components;
using MudBlazor;
using SovereignFleet.Dashboard.ControlPlane.Calls;
using SovereignFleet.Dashboard.Layout.Notices;
using SovereignFleet.Dashboard.Sessions;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Hosts.Commands;

/// <summary>What a Host's agent was told to do lately, followed by a stream of its own.</summary>
public sealed partial class CommandList
{
    private const uint Newest = 20;

    private IReadOnlyList<HostCommand> commands = [];
    private Fault? problem;

    [Parameter, EditorRequired] public Host Machine { get; set; } = null!;
    [Parameter] public string? Zone { get; set; }

    private string? WhyNot => Rights.WhyNotWork(Person, Machine.SiteId);

    protected override void GoLive() => _ = InvokeAsync(() => Api.FollowAsync(
        options => Api.Commands.WatchCommands(new WatchCommandsRequest { HostName = Machine.Name, PageSize = Newest }, options), Take, Break, Gone));

    private async Task OrderAsync() =>
        await Prompts.ShowAsync("Order a command", new DialogParameters<OrderDialog> { { dialog => dialog.Machine, Machine } });

    private Task Take(WatchCommandsResponse received)
    {
        (commands, problem) = ([.. received.Commands], null);
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
