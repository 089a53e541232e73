using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Journal;
using SovereignFleet.Tests.Support;
using Role = SovereignFleet.Proto.Fleet.Role;

namespace SovereignFleet.Tests.Server.Health;

[TestClass]
public sealed class AcknowledgementsTests(TestContext context)
{
    private static readonly Caller Ada = new("ada", Role.Operator, null);

    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    public async Task Acknowledge_ThenUndo_ChangesTheConditionAndTellsTheJournal()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await DrainStage.CreateAsync(database, new ScriptedTarget(), 1, 1, 0, Token);
        var condition = await stage.FindAsync(stage.Hosts[0], DrainAdvice.None, Token);
        var acknowledgements = new Acknowledgements(database.Contexts, stage.Time);
        await using var db = await database.Contexts.CreateDbContextAsync(Token);

        Assert.IsInstanceOfType<AcknowledgementReply.Done>(await acknowledgements.AcknowledgeAsync(condition.Id, "On it.", Ada, Token));
        var acknowledged = await db.Conditions.AsNoTracking().SingleAsync(Token);
        Assert.IsInstanceOfType<AcknowledgementReply.Done>(await acknowledgements.UndoAsync(condition.Id, Ada, Token));
        var undone = await db.Conditions.AsNoTracking().SingleAsync(Token);

        Assert.AreEqual(("ada", stage.Time.GetUtcNow(), "On it."), (acknowledged.AcknowledgedBy, acknowledged.AcknowledgedAt, acknowledged.Note));
        Assert.AreEqual((null, null, null), (undone.AcknowledgedBy, undone.AcknowledgedAt, undone.Note));
        var told = await db.JournalEntries.AsNoTracking().Where(entry => entry.Kind == JournalKinds.ConditionAcknowledged).OrderBy(entry => entry.Id).ToListAsync(Token);
        Assert.AreEqual(
            $"person:ada Acknowledged: {condition.Sentence} On it. | person:ada No longer acknowledged: {condition.Sentence}",
            string.Join(" | ", told.Select(entry => $"{entry.Actor} {entry.Summary}")));
    }

    [TestMethod]
    public async Task Acknowledge_WhatIsNotThereOrTooLong_IsRefusedAndChangesNothing()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await DrainStage.CreateAsync(database, new ScriptedTarget(), 1, 1, 0, Token);
        var condition = await stage.FindAsync(stage.Hosts[0], DrainAdvice.None, Token);
        var acknowledgements = new Acknowledgements(database.Contexts, stage.Time);
        await using var db = await database.Contexts.CreateDbContextAsync(Token);

        Assert.IsInstanceOfType<AcknowledgementReply.NotFound>(await acknowledgements.AcknowledgeAsync(Guid.NewGuid(), "", Ada, Token));
        Assert.IsInstanceOfType<AcknowledgementReply.Refused>(await acknowledgements.AcknowledgeAsync(condition.Id, new string('x', 2001), Ada, Token));
        Assert.IsNull((await db.Conditions.AsNoTracking().SingleAsync(Token)).AcknowledgedBy);
    }
}
