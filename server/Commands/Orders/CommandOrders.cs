using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Commands.Descriptors;
using SovereignFleet.Server.Commands.Kinds;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Commands.Orders;

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

        if (CommandKinds.Of(order.Command) is not { } kind)
        {
            return OrderReply.Nonsense($"That is no command; there are {string.Join(", ", CommandKinds.All.Select(known => known.Descriptor.Name))}.");
        }

        if (order.Command is { Id.Length: > 0 } or { ExpiresAt: not null } or { BmcOf.Length: > 0 })
        {
            return OrderReply.Nonsense("An order has the command's action alone: id, expires_at and bmc_of are the server's.");
        }

        order = order with { Command = CommandFields.Complete(kind.Descriptor, order.Command) };
        var gpus = await db.Gpus.AsNoTracking().Where(gpu => gpu.HostId == host.Id && gpu.RemovedAt == null)
            .ToDictionaryAsync(gpu => gpu.Uuid, gpu => gpu.Index, cancellationToken);
        var reply = OrderVerdict.WhyForbidden(order, kind.Descriptor, host) is { } forbidden ? OrderReply.Forbidden(forbidden)
            : OrderVerdict.WhyNonsense(order, kind.Descriptor, gpus.Keys) is { } nonsense ? OrderReply.Nonsense(nonsense)
            : OrderVerdict.WhyUntimely(order, kind.Descriptor, host) is { } untimely ? OrderReply.Untimely(untimely)
            // Of no Drain: what a person lights, no sweep of the drains clears.
            : OrderReply.Taken(kind.Descriptor.Order(host.Id, order.Command, kind.Text(order.Command, gpus), order.By.Actor, order.Reason.Trim(), time.GetUtcNow()));
        if (reply.Command is { } command)
        {
            db.Add(command);
        }

        db.Add(Entry(order, kind.Descriptor, host, reply));
        await db.SaveChangesAsync(cancellationToken);
        return reply;
    }

    private JournalEntry Entry(CommandOrder order, CommandDescriptor kind, Fleet.Host host, OrderReply reply)
    {
        var action = CommandFields.Action(order.Command);
        // What was refused may be of any length and hold anything: only what passed the bounds is kept.
        var data = (reply.Command is null ? [] : kind.Arguments).ToDictionary(argument => argument.Name, argument => CommandFields.Text(action, argument));
        data["command"] = reply.Command?.Id.ToString() ?? "";
        data["name"] = kind.Name;
        data["even_in_service"] = order.EvenInService ? "yes" : "no";
        return new JournalEntry
        {
            At = time.GetUtcNow(),
            Actor = order.By.Actor,
            Kind = reply.Command is null ? JournalKinds.CommandRefused : JournalKinds.CommandOrdered,
            SiteId = host.SiteId,
            HostId = host.Id,
            GpuUuid = reply.Command is not null && kind.Arguments.SelectMany(argument => CommandFields.Gpus(action, argument)).ToList() is [var gpu] ? gpu : null,
            Summary = reply.Command is { } command
                ? $"Ordered {command.Text} on {host.Name}{(command.Reason.Length > 0 ? ": " + command.Reason : "")}."
                : $"Was refused {kind.Name} on {host.Name}: {reply.Refusal}",
            Data = JsonSerializer.Serialize(data),
        };
    }
}
