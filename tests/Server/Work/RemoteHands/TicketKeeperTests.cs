using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Outbox;
using SovereignFleet.Server.Work.RemoteHands;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Work.RemoteHands;

/// <summary>What is found after a ticket was written is told in it, or after it.</summary>
[TestClass]
public sealed class TicketKeeperTests(TestContext context)
{
    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    public async Task Run_AGpuIsLostBeforeTheTicketIsSent_TheTicketNamesItFirst()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await WorkingAsync(database);
        await LoseAsync(stage, "GPU-5");

        await stage.TicketKeeper.RunAsync(Token);

        var ticket = await TicketAsync(stage);
        Assert.Contains("reseat GPU 5, serial S5-5, and 1 more", ticket.Subject);
        Assert.Contains("Take out GPU 5 (slot 6", ticket.Body);
        Assert.DoesNotContain("Take out GPU 0", ticket.Body);
        Assert.IsEmpty(await NotesAsync(stage));
    }

    [TestMethod]
    public async Task Run_AGpuIsLostAfterTheTicketWasSent_AFurtherMessageTellsItOnce()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await WorkingAsync(database);
        await SentAsync(stage);
        await LoseAsync(stage, "GPU-5");

        await stage.TicketKeeper.RunAsync(Token);
        stage.Time.Advance(TimeSpan.FromMinutes(5));
        await stage.TicketKeeper.RunAsync(Token);

        var note = (await NotesAsync(stage)).Single();
        StringAssert.StartsWith(note.Payload, "FURTHER WORK");
        Assert.Contains("Take out GPU 5 (slot 6", note.Payload);
        Assert.DoesNotContain("Power-cycle", note.Payload);
        Assert.Contains("Take out GPU 5", (await TicketAsync(stage)).Body);
    }

    /// <summary>Who works on a Host has it off: that is no news to them.</summary>
    [TestMethod]
    public async Task Run_TheHostFallsSilentUnderTheWork_TellsNothing()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await WorkingAsync(database);
        await SentAsync(stage);
        await LoseAsync(stage, null, FaultCatalog.AgentSilent.Code, RemedyKind.PowerCycle);

        await stage.TicketKeeper.RunAsync(Token);

        Assert.IsEmpty(await NotesAsync(stage));
    }

    [TestMethod]
    [DataRow(1, false)]
    [DataRow(3, true)]
    public async Task Run_RefusedTicket_IsTriedAgainByItselfByTheProviderOfNow(int minutes, bool again)
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await WorkingAsync(database);
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        var now = stage.Time.GetUtcNow();
        await db.Tickets.ExecuteUpdateAsync(set => set.SetProperty(row => row.State, TicketState.Rejected).SetProperty(row => row.Provider, "webhook").SetProperty(row => row.LastError, "401"), Token);
        await db.OutboxMessages.Where(row => row.Topic == TicketOutbox.TopicName).ExecuteUpdateAsync(set => set.SetProperty(row => row.RejectedAt, now), Token);
        stage.Time.Advance(TimeSpan.FromMinutes(minutes));

        await stage.TicketKeeper.RunAsync(Token);

        var owed = await db.OutboxMessages.AsNoTracking().SingleAsync(row => row.Topic == TicketOutbox.TopicName, Token);
        Assert.AreEqual(again, owed.RejectedAt is null);
        var ticket = await TicketAsync(stage);
        Assert.AreEqual((TicketState.Rejected, again ? "email" : "webhook", "401"), (ticket.State, ticket.Provider, ticket.LastError), "it says what is wrong until somebody took it");
    }

    private async Task<DrainStage> WorkingAsync(TestDatabase database)
    {
        var (stage, _) = await DrainStage.DrainingAsync(database, new Balancers(), Token);
        await using (var db = await database.Contexts.CreateDbContextAsync(Token))
        {
            db.Add(new Gpu { Uuid = "GPU-5-5", HostId = stage.Hosts[0].Id, Index = 5, Model = "H100", Serial = "S5-5", PciAddress = "00000000:65:00.0", Slot = 6, PartNumber = "900-1" });
            await db.Conditions.ExecuteUpdateAsync(set => set.SetProperty(row => row.Remedy, RemedyKind.ResetGpu), Token);
            await db.SaveChangesAsync(Token);
        }

        await stage.EmptiesAsync(stage.Worker(), Token);
        return stage;
    }

    private async Task LoseAsync(DrainStage stage, string? gpu, string code = "gpu-lost", RemedyKind remedy = RemedyKind.Reseat)
    {
        stage.Time.Advance(TimeSpan.FromSeconds(10));
        var now = stage.Time.GetUtcNow();
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        db.Add(new Condition
        {
            Id = Guid.NewGuid(),
            Rule = code,
            Code = code,
            HostId = stage.Hosts[0].Id,
            GpuUuid = gpu is null ? null : "GPU-5-5",
            State = ConditionState.Firing,
            Severity = Severity.Critical,
            Drain = DrainAdvice.Now,
            Sentence = "It is gone.",
            Action = "Have it reseated.",
            Remedy = remedy,
            Count = 1,
            Since = now,
            LastFoundAt = now,
            FiredAt = now,
        });
        await db.SaveChangesAsync(Token);
    }

    private async Task SentAsync(DrainStage stage)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        await db.Tickets.ExecuteUpdateAsync(set => set.SetProperty(row => row.State, TicketState.Sent).SetProperty(row => row.MayBeOut, true).SetProperty(row => row.ExternalId, "<1@example.net>"), Token);
    }

    private async Task<Ticket> TicketAsync(DrainStage stage)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        return await db.Tickets.AsNoTracking().SingleAsync(Token);
    }

    private async Task<List<OutboxMessage>> NotesAsync(DrainStage stage)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        return await db.OutboxMessages.AsNoTracking().Where(row => row.Topic == TicketOutbox.TopicName && row.Key.Contains("/more-")).ToListAsync(Token);
    }
}
