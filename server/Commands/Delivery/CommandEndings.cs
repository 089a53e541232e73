using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Commands.Delivery;

/// <summary>The one place where a command ends: in its row and in the Journal, whether it was answered, refused, called off, or never heard of.</summary>
internal static class CommandEndings
{
    /// <param name="state">One that is final.</param>
    /// <param name="answer">One or more sentences: the agent's, or why there is none.</param>
    /// <param name="siteId">Of the Host, where the caller knows it.</param>
    public static void End(
        this AgentCommand command, FleetDb db, CommandState state, string answer, string actor, string? siteId, DateTimeOffset now)
    {
        (command.State, command.DoneAt, command.Answer) = (state, now, answer);
        db.Add(new JournalEntry
        {
            At = now,
            Actor = actor,
            Kind = JournalKinds.CommandDone,
            SiteId = siteId,
            HostId = command.HostId,
            DrainId = command.DrainId,
            Summary = $"{command.Text}: {state}. {answer}",
            Data = command.Proof,
        });
    }
}
