using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Commands.Delivery;
using SovereignFleet.Server.Commands.Kinds;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Health.Silence;

/// <summary>Orders the consoles that <see cref="ConsolePolicy"/> chose, in the transaction of the caller, who holds the lock of the watch: of
/// replicas that look at once one orders. What was refused or failed is not asked again in the same silence; the Condition tells why.</summary>
internal static class ConsoleOrders
{
    public static readonly string Actor = AgentSilentRule.Identity.Actor;

    /// <param name="silent">Hosts of which nothing is heard though they should be in service.</param>
    /// <param name="length">How long each console is watched; zero: none is.</param>
    /// <returns>What was ordered, by Host; not saved yet.</returns>
    public static async Task<IReadOnlyDictionary<Guid, SilentConsole>> OrderAsync(
        FleetDb db, IReadOnlyCollection<SilentHost> silent, TimeSpan length, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ordered = new Dictionary<Guid, SilentConsole>();
        if (silent.Count == 0 || length == TimeSpan.Zero)
        {
            return ordered;
        }

        foreach (var host in ConsolePolicy.Choose(silent, await BusyAsync(db, cancellationToken), now))
        {
            var command = Command(host, length, now);
            db.Add(command);
            db.Add(Entry(host, now, command,
                $"Ordered {command.Text} on {host.Identity.Name}: it fell silent, and {host.Bmc!.Gateway} still reaches its BMC."));
            ordered.Add(host.Identity.Id, SilentConsole.Of(command));
        }

        return ordered;
    }

    /// <summary>A Host that is heard again need not show its console: it would be asked to capture its own.</summary>
    public static async Task WithdrawAsync(FleetDb db, IReadOnlyCollection<SilentHost> heard, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ids = heard.Select(host => host.Identity.Id).ToList();
        if (ids.Count == 0)
        {
            return;
        }

        var waiting = await db.AgentCommands
            .Where(command => ids.Contains(command.HostId) && command.State == CommandState.Pending && command.OrderedBy == Actor)
            .OrderBy(command => command.Id).Select(command => command.Id).ToListAsync(cancellationToken);
        foreach (var id in waiting)
        {
            await CommandWithdrawals.WithdrawAsync(db, id, Actor, "the Host is heard again", now, cancellationToken);
        }
    }

    private static async Task<List<Guid>> BusyAsync(FleetDb db, CancellationToken cancellationToken) => await (
        from command in db.AgentCommands
        join host in db.Hosts on command.HostId equals host.Id
        where (command.State == CommandState.Pending || command.State == CommandState.Sent) && command.Name == SilentConsole.CommandName
            && (command.Via != null || host.BmcGatewayId != null)
        select command.Via ?? host.BmcGatewayId!.Value).ToListAsync(cancellationToken);

    private static AgentCommand Command(SilentHost host, TimeSpan length, DateTimeOffset now) => CaptureConsoleKind.Descriptor.Order(
        host.Identity.Id, CaptureConsoleKind.Wire(length), CaptureConsoleKind.Text(length), Actor, "the Host fell silent", now);

    private static JournalEntry Entry(SilentHost host, DateTimeOffset now, AgentCommand command, string summary) => new()
    {
        At = now,
        Actor = Actor,
        Kind = JournalKinds.CommandOrdered,
        SiteId = host.Identity.SiteId,
        HostId = host.Identity.Id,
        Summary = summary,
        Data = JsonSerializer.Serialize(new Dictionary<string, string> { ["command"] = command.Id.ToString(), ["name"] = command.Name }),
    };
}
