using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Commands.Delivery;

/// <summary>Calls off commands that nobody was told yet.</summary>
internal static class CommandWithdrawals
{
    /// <summary>In the caller's transaction. One that was sent cannot be called back and is left: the agent may have begun.</summary>
    /// <param name="actor">Who calls it off: a person's name, a rule's, or system.</param>
    /// <param name="why">After "Withdrawn before it was sent: ".</param>
    public static async Task WithdrawAsync(FleetDb db, Guid commandId, string actor, string why, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var command = (await db.AgentCommands.FromSql($"SELECT * FROM agent_commands WHERE id = {commandId} FOR UPDATE")
            .ToListAsync(cancellationToken)).SingleOrDefault();
        if (command is not { State: CommandState.Pending })
        {
            return;
        }

        command.End(db, CommandState.Expired, $"Withdrawn before it was sent: {why}.", actor, siteId: null, now);
    }
}
