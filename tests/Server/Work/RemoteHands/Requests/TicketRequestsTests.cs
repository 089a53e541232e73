using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Outbox;
using SovereignFleet.Server.Work.RemoteHands;
using SovereignFleet.Server.Work.RemoteHands.Requests;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Work.RemoteHands.Requests;

[TestClass]
public sealed class TicketRequestsTests(TestContext context)
{
    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    public async Task Resend_OfARefusedTicket_OwesItOnceMoreByTheProviderOfNow()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await RefusedAsync(database, "email");
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        var ticket = await db.Tickets.AsNoTracking().SingleAsync(Token);

        Assert.IsNull(await new TicketRequests(stage.Contexts, stage.Time).ResendAsync(ticket.Id, "person:ada", SiteScope.All, Token));

        var after = await db.Tickets.AsNoTracking().SingleAsync(Token);
        Assert.AreEqual((TicketState.Pending, "email", null), (after.State, after.Provider, after.LastError));
        var owed = await db.OutboxMessages.AsNoTracking().SingleAsync(message => message.Topic == TicketOutbox.TopicName, Token);
        Assert.AreEqual((ticket.Reference, null, stage.Time.GetUtcNow()), (owed.Key, owed.RejectedAt, owed.NotBefore));
        Assert.AreEqual("person:ada", (await db.JournalEntries.SingleAsync(entry => entry.Kind == JournalKinds.TicketResent, Token)).Actor);
    }

    [TestMethod]
    [DataRow(TicketStateName.Sent, "email", "is sent: only one that nobody took can be sent again")]
    [DataRow(TicketStateName.Closed, "email", "is closed: only one that nobody took can be sent again")]
    [DataRow(TicketStateName.Rejected, null, "names no ticket provider in the inventory")]
    public async Task Resend_OfOneThatCannotBe_SaysWhy(string state, string? provider, string why)
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await RefusedAsync(database, provider);
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        await db.Tickets.ExecuteUpdateAsync(set => set.SetProperty(ticket => ticket.State, Enum.Parse<TicketState>(state)), Token);
        var id = await db.Tickets.Select(ticket => ticket.Id).SingleAsync(Token);

        StringAssert.Contains(await new TicketRequests(stage.Contexts, stage.Time).ResendAsync(id, "person:ada", SiteScope.All, Token), why);
        Assert.AreEqual(0, await db.JournalEntries.CountAsync(entry => entry.Kind == JournalKinds.TicketResent, Token));
    }

    [TestMethod]
    public async Task Resend_OfOneThatIsNotThere_SaysNothingOfIt()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await RefusedAsync(database, "email");

        Assert.AreEqual("", await new TicketRequests(stage.Contexts, stage.Time).ResendAsync(Guid.NewGuid(), "person:ada", SiteScope.All, Token));
    }

    private async Task<DrainStage> RefusedAsync(TestDatabase database, string? provider)
    {
        var (stage, _) = await DrainStage.RepairingAsync(database, new Balancers(), Token);
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        await db.Sites.ExecuteUpdateAsync(set => set.SetProperty(site => site.TicketProvider, provider), Token);
        var reference = await db.Tickets.Select(ticket => ticket.Reference).SingleAsync(Token);
        await db.Tickets.ExecuteUpdateAsync(set => set.SetProperty(ticket => ticket.State, TicketState.Rejected).SetProperty(ticket => ticket.Provider, "webhook").SetProperty(ticket => ticket.LastError, "550"), Token);
        await db.OutboxMessages.Where(message => message.Topic == TicketOutbox.TopicName).ExecuteDeleteAsync(Token);
        db.Add(new OutboxMessage { Topic = TicketOutbox.TopicName, Key = reference, Payload = "create", CreatedAt = stage.Time.GetUtcNow(), RejectedAt = stage.Time.GetUtcNow(), Attempts = 3 });
        await db.SaveChangesAsync(Token);
        return stage;
    }

    private static class TicketStateName
    {
        public const string Sent = nameof(TicketState.Sent);
        public const string Closed = nameof(TicketState.Closed);
        public const string Rejected = nameof(TicketState.Rejected);
    }
}
