using System.Globalization;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using SovereignFleet.Dashboard.ControlPlane;
using SovereignFleet.Dashboard.SignIn;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Hosts;

/// <summary>What a Host's agent was told to do lately, followed by a stream of its own.</summary>
public sealed partial class CommandList
{
    private const uint Newest = 20;

    private IReadOnlyList<HostCommand> commands = [];
    private Fault? problem;

    [Parameter, EditorRequired] public Host Machine { get; set; } = null!;
    [Parameter] public string? Zone { get; set; }

    private string? WhyNot => Rights.WhyNotRepair(Person, Machine.SiteId);

    protected override void GoLive() => _ = InvokeAsync(() => Api.FollowAsync(
        options => Api.Commands.WatchCommands(new WatchCommandsRequest { HostName = Machine.Name, PageSize = Newest }, options), Take, Break, Gone));

    private static string Told(CommandFile file) => file switch
    {
        { State: CommandFileState.Broken } => "came broken",
        { State: not CommandFileState.Complete } => string.Create(CultureInfo.InvariantCulture, $"{file.Received * 100 / Math.Max(1, file.Size)} % of {file.Size / 1024} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, file.Size / 1024)} KiB"),
    };

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
