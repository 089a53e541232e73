using Microsoft.AspNetCore.Components;
using SovereignFleet.Dashboard.ControlPlane.Calls;
using SovereignFleet.Dashboard.Drains.Next;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Dashboard.Tickets;

/// <summary>What whoever works on a ticket does at the machine: find it by its LED, and say that the work is done.</summary>
public sealed partial class TicketWork
{
    private const uint Newest = 50;

    private IReadOnlyList<HostCommand> commands = [];
    private Fault? problem;
    private bool busy;

    [Parameter, EditorRequired] public Ticket Ticket { get; set; } = null!;

    /// <summary>Its Host, while the ticket's Drain is its live one; null: it is over.</summary>
    private Host? Machine => Feed.Snapshot?.Hosts.FirstOrDefault(host => host.Name == Ticket.HostName && host.DrainId == Ticket.DrainId);

    private NextAction Next => Machine is { } machine ? NextAction.Of(DrainFacts.Of(machine), false, Ticket.SiteId, Person) : NextAction.None;

    private LocatorLed Led => LocatorLed.Of(commands);

    protected override void GoLive() => _ = InvokeAsync(() => Api.FollowAsync(
        options => Api.Commands.WatchCommands(new WatchCommandsRequest { HostName = Ticket.HostName, PageSize = Newest }, options), Take, Break, Gone));

    private async Task OrderAsync(bool on)
    {
        busy = true;
        var order = new OrderCommandRequest { HostName = Ticket.HostName, Command = new Command { Identify = new Identify { On = on } }, Reason = "ticket " + Ticket.Reference };
        (_, problem) = await Api.AskAsync(options => Api.Commands.OrderCommandAsync(order, options), Gone);
        busy = false;
    }

    private Task Take(WatchCommandsResponse received)
    {
        (commands, problem) = ([.. received.Commands], null);
        Redraw();
        return Task.CompletedTask;
    }

    // What the LED was before the break, nobody knows now.
    private Task Break(Fault fault)
    {
        (commands, problem) = ([], fault);
        Redraw();
        return Task.CompletedTask;
    }
}
