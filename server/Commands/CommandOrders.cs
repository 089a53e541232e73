using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Commands;

/// <summary>Takes people's orders. What is ordered and what is refused stands in the Journal under the person's name.</summary>
internal sealed class CommandOrders(IDbContextFactory<FleetDb> contexts, TimeProvider time)
{
    public async Task<OrderReply> OrderAsync(CommandOrder order, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Hosts.AsNoTracking().SingleOrDefaultAsync(row => row.Name == order.HostName, cancellationToken) is not { } host
            || !SiteScope.Of(order.By).Includes(host.SiteId))
        {
            return OrderReply.Missing($"There is no host {order.HostName}.");
        }

        if (CommandKind.Find(order.Name) is not { } kind)
        {
            return OrderReply.Nonsense($"{order.Name} is no command; there are {string.Join(", ", CommandKind.All.Select(known => known.Name))}.");
        }

        var gpus = await db.Gpus.AsNoTracking().Where(gpu => gpu.HostId == host.Id && gpu.RemovedAt == null)
            .ToDictionaryAsync(gpu => gpu.Uuid, gpu => gpu.Index, cancellationToken);
        var reply = OrderVerdict.WhyForbidden(order, kind, host) is { } forbidden ? OrderReply.Forbidden(forbidden)
            : OrderVerdict.WhyNonsense(order, kind, gpus.Keys) is { } nonsense ? OrderReply.Nonsense(nonsense)
            : OrderVerdict.WhyUntimely(order, kind, host) is { } untimely ? OrderReply.Untimely(untimely)
            : OrderReply.Taken(Command(order, kind, host, gpus));
        if (reply.Command is { } command)
        {
            db.Add(command);
        }

        db.Add(Entry(order, host, reply));
        await db.SaveChangesAsync(cancellationToken);
        return reply;
    }

    // Of no Drain: what a person lights, no sweep of the drains clears.
    private AgentCommand Command(CommandOrder order, CommandKind kind, Fleet.Host host, Dictionary<string, int> gpus) =>
        kind.Order(host.Id, Wire(order), Told(order, gpus), order.By.Actor, order.Reason.Trim(), time.GetUtcNow());

    private JournalEntry Entry(CommandOrder order, Fleet.Host host, OrderReply reply) => new()
    {
        At = time.GetUtcNow(),
        Actor = order.By.Actor,
        Kind = reply.Command is null ? JournalKinds.CommandRefused : JournalKinds.CommandOrdered,
        SiteId = host.SiteId,
        HostId = host.Id,
        GpuUuid = reply.Command is not null && order.GpuUuid.Length > 0 ? order.GpuUuid : null,
        Summary = reply.Command is { } command
            ? $"Ordered {command.Text} on {host.Name}{(command.Reason.Length > 0 ? ": " + command.Reason : "")}."
            : $"Was refused {order.Name} on {host.Name}: {reply.Refusal}",
        Data = JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["command"] = reply.Command?.Id.ToString() ?? "",
            ["name"] = order.Name,
            ["even_in_service"] = order.EvenInService ? "yes" : "no",
            ["even_if_busy"] = order.EvenIfBusy ? "yes" : "no",
        }),
    };

    private static string Told(CommandOrder order, Dictionary<string, int> gpus)
    {
        var gpu = order.GpuUuid.Length > 0 ? $" of GPU {gpus[order.GpuUuid]}" : "";
        return order.Name switch
        {
            "identify" => order.On ? "light the locator LED" : "clear the locator LED",
            "gpu-reset" => $"gpu-reset{gpu}{(order.EvenIfBusy ? ", even if busy" : "")}",
            "diagnose" => $"diagnose{gpu} at level {order.Level}",
            "restart-unit" => $"restart-unit {order.Unit}",
            "capture-console" => $"capture-console for {order.Length.TotalSeconds:F0} s",
            var plain => plain,
        };
    }

    private static Command Wire(CommandOrder order) => order.Name switch
    {
        "identify" => new Command { Identify = new Identify { On = order.On } },
        "read-power" => new Command { ReadPower = new ReadPower() },
        "collect-logs" => new Command { CollectLogs = new CollectLogs() },
        "capture-console" => new Command { CaptureConsole = new CaptureConsole { Length = Duration.FromTimeSpan(order.Length) } },
        "diagnose" => new Command { Diagnose = new Diagnose { Level = (uint)order.Level, GpuUuids = { order.GpuUuid.Length > 0 ? [order.GpuUuid] : (string[])[] } } },
        "restart-unit" => new Command { RestartUnit = new RestartUnit { Unit = order.Unit } },
        "gpu-reset" => new Command { ResetGpu = new ResetGpu { GpuUuid = order.GpuUuid, EvenIfBusy = order.EvenIfBusy } },
        "reboot" => new Command { Reboot = new Reboot() },
        "power-cycle" => new Command { PowerCycle = new PowerCycle() },
        _ => throw new ArgumentOutOfRangeException(nameof(order), order.Name, "Unknown command."),
    };
}
