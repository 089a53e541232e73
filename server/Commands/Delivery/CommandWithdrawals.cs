using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Commands.Delivery;

/// <summary>Calls off commands that nobody was told yet.</summary>
internal static class CommandWithdrawals
{
    /// <summary>In the caller's transaction. One that was sent cannot be called back and is left: the agent may have begun.</summary>
    /// <param name="why">After "Withdrawn before it was sent: ".</param>
    public static async Task WithdrawAsync(FleetDb db, Guid commandId, string why, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var command = (await db.AgentCommands.FromSql($"SELECT * FROM agent_commands WHERE id = {commandId} FOR UPDATE")
            .ToListAsync(cancellationToken)).SingleOrDefault();
        if (command is not { State: CommandState.Pending })
        {
            return;
        }

        (command.State, command.DoneAt, command.Answer) = (CommandState.Expired, now, $"Withdrawn before it was sent: {why}.");
        db.Add(new JournalEntry
        {
            At = now,
            Actor = "system",
            Kind = JournalKinds.CommandDone,
            HostId = command.HostId,
            DrainId = command.DrainId,
            Summary = $"{command.Text}: {command.Answer}",
        });
    }
}
