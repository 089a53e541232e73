using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Commands.Descriptors;
using SovereignFleet.Server.Commands.Kinds;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;
using GuardVerdict = SovereignFleet.Proto.Fleet.GuardVerdict;

namespace SovereignFleet.Server.Commands.Orders;

/// <summary>Takes people's orders. What is ordered and what is refused stands in the Journal under the person's name.</summary>
internal sealed class CommandOrders(IDbContextFactory<FleetDb> contexts, ICommandGuard guard, TimeProvider time)
{
    public async Task<OrderReply> OrderAsync(CommandOrder order, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // The order and its place in the Pool's budget are one: neither is without the other.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await FindAsync(db, order, cancellationToken) is not { } host)
        {
            return NoHost(order);
        }

        if (CommandKinds.Of(order.Command) is not { } kind)
        {
            return NoCommand();
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
            reply = await GuardAsync(db, order, kind.Descriptor, host, command, cancellationToken);
        }

        if (reply.Command is { } taken)
        {
            db.Add(taken);
        }

        db.Add(Entry(order, kind.Descriptor, host, reply));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return reply;
    }

    /// <summary>What the guard would say now of such an order. Null: it is not asked.</summary>
    public async Task<(GuardVerdict? Verdict, OrderReply? Refusal)> PreviewAsync(CommandOrder order, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await FindAsync(db, order, cancellationToken) is not { } host ? (null, NoHost(order))
            : CommandKinds.Of(order.Command) is not { } kind ? (null, NoCommand())
            : OrderVerdict.NeedsGuard(order with { Command = CommandFields.Complete(kind.Descriptor, order.Command) }, kind.Descriptor, host)
            ? (await guard.PreviewAsync(db, host, SiteScope.Of(order.By), cancellationToken), null)
            : (null, null);
    }

    private static async Task<Fleet.Host?> FindAsync(FleetDb db, CommandOrder order, CancellationToken cancellationToken) =>
        await db.Hosts.AsNoTracking().SingleOrDefaultAsync(row => row.Name == order.HostName, cancellationToken) is { } host
        && SiteScope.Of(order.By).Includes(host.SiteId)
            ? host
            : null;

    private static OrderReply NoHost(CommandOrder order) => OrderReply.Missing($"There is no host {order.HostName}.");

    private static OrderReply NoCommand() =>
        OrderReply.Nonsense($"That is no command; there are {string.Join(", ", CommandKinds.All.Select(known => known.Descriptor.Name))}.");

    /// <summary>What disturbs a Host in service goes through the door that a drain goes through, or waits for a second person.</summary>
    private async Task<OrderReply> GuardAsync(
        FleetDb db, CommandOrder order, CommandDescriptor kind, Fleet.Host host, AgentCommand command, CancellationToken cancellationToken)
    {
        if (!OrderVerdict.NeedsGuard(order, kind, host))
        {
            return OrderReply.Taken(command);
        }

        var word = await guard.ReserveAsync(db, host, command.Id, kind.AnswerBy(time.GetUtcNow()), forced: false, cancellationToken);
        if (word.Allowed)
        {
            return OrderReply.Taken(command);
        }

        if (!word.MayBeForced || !order.AskSecondPerson)
        {
            return OrderReply.Untimely($"The guard refuses it: {word.Sentence}{(word.MayBeForced ? "; a second person may confirm it all the same: ask_second_person" : "")}.");
        }

        if (string.IsNullOrWhiteSpace(order.Reason))
        {
            return OrderReply.Nonsense("Say why: what is to be forced needs a reason.");
        }

        if (await db.AgentCommands.AnyAsync(row => row.HostId == host.Id && row.State == CommandState.Waiting, cancellationToken))
        {
            return OrderReply.Untimely($"A command on {host.Name} waits for a second person already: let that one be confirmed, refused or withdrawn first.");
        }

        SecondPerson.Ask(command, word.Sentence, time.GetUtcNow());
        return OrderReply.Taken(command);
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
            Kind = reply.Command switch
            {
                null => JournalKinds.CommandRefused,
                { State: CommandState.Waiting } => JournalKinds.CommandWaiting,
                _ => JournalKinds.CommandOrdered,
            },
            SiteId = host.SiteId,
            HostId = host.Id,
            GpuUuid = reply.Command is not null && kind.Arguments.SelectMany(argument => CommandFields.Gpus(action, argument)).ToList() is [var gpu] ? gpu : null,
            Summary = reply.Command is { State: CommandState.Waiting } waiting
                ? $"Asked for a second person to force {waiting.Text} on {host.Name}: {waiting.Reason}. The guard: {waiting.Guard}."
                : reply.Command is { } command
                ? $"Ordered {command.Text} on {host.Name}{(command.Reason.Length > 0 ? ": " + command.Reason : "")}."
                : $"Was refused {kind.Name} on {host.Name}: {reply.Refusal}",
            Data = JsonSerializer.Serialize(data),
        };
    }
}
