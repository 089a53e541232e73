using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Commands.Delivery;
using SovereignFleet.Server.Commands.Kinds;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Commands.Orders;

/// <summary>What people say of a command that waits for a second person. Each word, and each that was refused, stands in the Journal.</summary>
internal sealed class CommandConfirmations(IDbContextFactory<FleetDb> contexts, ICommandGuard guard, TimeProvider time)
{
    private const int LongestReason = 1_000;

    public Task<OrderReply> ConfirmAsync(Guid id, Caller by, CancellationToken cancellationToken) =>
        SpeakAsync(id, by, async (db, command, host) => await WhyNotSecondAsync(db, command, by, cancellationToken)
            ?? await ForceAsync(db, command, host, by, cancellationToken), cancellationToken);

    public Task<OrderReply> RejectAsync(Guid id, string reason, Caller by, CancellationToken cancellationToken) =>
        SpeakAsync(id, by, async (db, command, host) =>
        {
            if (reason.Length > LongestReason)
            {
                return OrderReply.Nonsense($"A reason has at most {LongestReason} characters.");
            }

            if (await WhyNotSecondAsync(db, command, by, cancellationToken) is { } refusal)
            {
                return refusal;
            }

            var why = reason.Trim() is { Length: > 0 } said ? ": " + said : "";
            command.End(db, CommandState.Refused, $"The second person refused it{why}.", by.Actor, host.SiteId, time.GetUtcNow());
            return OrderReply.Taken(command);
        }, cancellationToken);

    public Task<OrderReply> WithdrawAsync(Guid id, Caller by, CancellationToken cancellationToken) =>
        SpeakAsync(id, by, (db, command, host) =>
        {
            if (command.OrderedBy != by.Actor)
            {
                return Task.FromResult(OrderReply.Forbidden($"Only who asked for it takes it back; you may refuse it: {command.Text}."));
            }

            command.End(db, CommandState.Expired, "Withdrawn before it was confirmed.", by.Actor, host.SiteId, time.GetUtcNow());
            return Task.FromResult(OrderReply.Taken(command));
        }, cancellationToken);

    /// <summary>With the command's row locked: of two who speak at once the second finds what the first has said.</summary>
    private async Task<OrderReply> SpeakAsync(
        Guid id, Caller by, Func<FleetDb, AgentCommand, Fleet.Host, Task<OrderReply>> speak, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var command = (await db.AgentCommands.FromSql($"SELECT * FROM agent_commands WHERE id = {id} FOR UPDATE").ToListAsync(cancellationToken)).SingleOrDefault();
        var host = command is null ? null : await db.Hosts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == command.HostId, cancellationToken);
        if (command is null || host is null || !SiteScope.Of(by).Includes(host.SiteId))
        {
            return OrderReply.Missing($"There is no command {id}.");
        }

        var reply = SecondPerson.WhyNotWaiting(command, time.GetUtcNow()) is { } over ? OrderReply.Untimely(over) : await speak(db, command, host);
        if (reply.Refusal is { } refusal)
        {
            Note(db, JournalKinds.CommandRefused, by, command, host, $"Was refused a word on {command.Text} on {host.Name}: {refusal}");
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return reply;
    }

    /// <summary>Null: the caller is another person than who asked, and both are still employed. Asked in the transaction: a session that was
    /// found before may be of somebody who was disabled since.</summary>
    private async Task<OrderReply?> WhyNotSecondAsync(FleetDb db, AgentCommand command, Caller by, CancellationToken cancellationToken)
    {
        string[] tokens = [.. new[] { command.OrderedBy, by.Actor }.Where(SecondPerson.IsToken).Select(SecondPerson.NameOf)];
        var makers = await db.ApiTokens.Where(token => tokens.Contains(token.Name)).Select(token => token.CreatedBy).ToListAsync(cancellationToken);
        return SecondPerson.IsOne(command.OrderedBy, by.Actor, makers)
            ? OrderReply.Forbidden("You asked for it yourself, or by a token: it takes a second person.")
            : !await IsKnownAsync(db, by.Actor, cancellationToken)
            ? OrderReply.Forbidden("Your account is disabled.")
            : !await IsKnownAsync(db, command.OrderedBy, cancellationToken)
            ? OrderReply.Untimely($"{SecondPerson.NameOf(command.OrderedBy)}, who asked for it, is disabled since: order it anew.")
            : null;
    }

    private async Task<bool> IsKnownAsync(FleetDb db, string actor, CancellationToken cancellationToken)
    {
        var (name, now) = (SecondPerson.NameOf(actor), time.GetUtcNow());
        return SecondPerson.IsToken(actor)
            ? await db.ApiTokens.AnyAsync(token => token.Name == name && token.WithdrawnAt == null && token.ExpiresAt > now, cancellationToken)
            : await db.People.AnyAsync(person => person.UserName == name && !person.Disabled, cancellationToken);
    }

    private async Task<OrderReply> ForceAsync(FleetDb db, AgentCommand command, Fleet.Host host, Caller by, CancellationToken cancellationToken)
    {
        if (host is not { ServiceState: ServiceState.InService, PoolId: not null } || CommandKinds.Find(command.Name) is not { } kind)
        {
            return OrderReply.Untimely($"{host.Name} is not in service any more: order it anew, nobody need force it.");
        }

        var now = time.GetUtcNow();
        var word = await guard.ReserveAsync(db, host, command.Id, kind.Descriptor.AnswerBy(now), forced: true, cancellationToken);
        if (!word.Allowed)
        {
            return OrderReply.Untimely($"The guard refuses it even so: {word.Sentence}.");
        }

        kind.Descriptor.Send(command, now);
        command.ForcedBy = by.Actor;
        Note(db, JournalKinds.CommandForced, by, command, host,
            $"Confirmed {command.Text} on {host.Name}, which {SecondPerson.NameOf(command.OrderedBy)} asked for ({command.Reason}), though the guard refused: {command.Guard}.");
        return OrderReply.Taken(command);
    }

    private void Note(FleetDb db, string kind, Caller by, AgentCommand command, Fleet.Host host, string summary) => db.Add(new JournalEntry
    {
        At = time.GetUtcNow(),
        Actor = by.Actor,
        Kind = kind,
        SiteId = host.SiteId,
        HostId = host.Id,
        Summary = summary,
        Data = JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["command"] = command.Id.ToString(),
            ["name"] = command.Name,
            ["ordered_by"] = command.OrderedBy,
            ["guard"] = command.Guard ?? "",
        }),
    });
}
