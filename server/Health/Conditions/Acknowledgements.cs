using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Health.Conditions;

/// <summary>A person says of a Condition that it is known, or no longer. Either stands in the Journal, and neither ends the Condition.</summary>
internal sealed class Acknowledgements(IDbContextFactory<FleetDb> contexts, TimeProvider time)
{
    private const int NoteLimit = 2000;

    public async Task<AcknowledgementReply> AcknowledgeAsync(Guid id, string note, Caller caller, CancellationToken cancellationToken) =>
        note.Length > NoteLimit
            ? new AcknowledgementReply.Refused($"A note has at most {NoteLimit} characters.")
            : await ChangeAsync(id, caller, (condition, now) =>
            {
                (condition.AcknowledgedBy, condition.AcknowledgedAt, condition.Note) = (caller.Name, now, note);
                return $"Acknowledged: {condition.Sentence} {note}".TrimEnd();
            }, cancellationToken);

    public Task<AcknowledgementReply> UndoAsync(Guid id, Caller caller, CancellationToken cancellationToken) =>
        ChangeAsync(id, caller, (condition, _) =>
        {
            (condition.AcknowledgedBy, condition.AcknowledgedAt, condition.Note) = (null, null, null);
            return $"No longer acknowledged: {condition.Sentence}";
        }, cancellationToken);

    /// <param name="change">Gives the Journal's sentence.</param>
    private async Task<AcknowledgementReply> ChangeAsync(
        Guid id, Caller caller, Func<Condition, DateTimeOffset, string> change, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var condition = await db.Conditions.SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (condition is null)
        {
            return new AcknowledgementReply.NotFound();
        }

        var now = time.GetUtcNow();
        var summary = change(condition, now);
        db.Add(new JournalEntry
        {
            At = now,
            Actor = caller.Actor,
            Kind = JournalKinds.ConditionAcknowledged,
            HostId = condition.HostId,
            GpuUuid = condition.GpuUuid,
            Summary = summary,
        });
        await db.SaveChangesAsync(cancellationToken);
        return new AcknowledgementReply.Done();
    }
}
