using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Outbox;
using SovereignFleet.Server.Work.RemoteHands;
using SovereignFleet.Server.Work.RemoteHands.Providers;
using SovereignFleet.Server.Work.RemoteHands.Providers.Webhook;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Work.RemoteHands;

/// <summary>Tickets to a system that fails in every way that loses or doubles them.</summary>
[TestClass]
public sealed class TicketOutboxTests
{
    private const string Reference = "SF-2026-0042";

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    public async Task Deliver_TakenAndDeliveredAgain_IsOneTicket()
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var desk = await TicketDesk.StartAsync(stage, Token);
        await using var database = await OwedAsync("webhook", desk.Settings);

        Assert.IsInstanceOfType<DeliveryOutcome.Delivered>(await DeliverAsync(database));
        Assert.IsInstanceOfType<DeliveryOutcome.Delivered>(await DeliverAsync(database));

        Assert.AreEqual(Reference, desk.Posted.Single().Key);
        var ticket = await TicketAsync(database);
        Assert.AreEqual((TicketState.Sent, "T-1", null), (ticket.State, ticket.ExternalId, ticket.LastError));
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(1, await db.JournalEntries.CountAsync(entry => entry.Kind == JournalKinds.TicketSent, Token));
    }

    [TestMethod]
    public async Task Deliver_AnswerLostAfterTheCreate_FindsTheTicketAndMakesNoSecond()
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var desk = await TicketDesk.StartAsync(stage, Token);
        desk.Answer = context =>
        {
            context.Abort();
            return Results.Empty;
        };
        await using var database = await OwedAsync("webhook", desk.Settings);

        Assert.IsInstanceOfType<DeliveryOutcome.RetryLater>(await DeliverAsync(database));
        Assert.AreEqual(TicketState.Pending, (await TicketAsync(database)).State);
        Assert.IsInstanceOfType<DeliveryOutcome.Delivered>(await DeliverAsync(database));

        Assert.HasCount(1, desk.Posted);
        Assert.AreEqual("T-1", (await TicketAsync(database)).ExternalId);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Deliver_NoAnswerAfterTheCreate_FindsTheTicketAndMakesNoSecond()
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var desk = await TicketDesk.StartAsync(stage, Token);
        desk.Answer = _ => new NoAnswer();
        await using var database = await OwedAsync("webhook", desk.Settings);

        var later = Assert.IsInstanceOfType<DeliveryOutcome.RetryLater>(await DeliverAsync(database));
        Assert.Contains("no answer within", later.Reason);
        Assert.IsInstanceOfType<DeliveryOutcome.Delivered>(await DeliverAsync(database));

        Assert.HasCount(1, desk.Posted);
    }

    [TestMethod]
    public async Task Deliver_SearchIsBroken_CreatesNothing()
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var desk = await TicketDesk.StartAsync(stage, Token);
        desk.SearchStatus = StatusCodes.Status500InternalServerError;
        await using var database = await OwedAsync("webhook", desk.Settings);

        Assert.IsInstanceOfType<DeliveryOutcome.RetryLater>(await DeliverAsync(database));

        Assert.IsEmpty(desk.Posted);
    }

    [TestMethod]
    [DataRow(500, typeof(DeliveryOutcome.RetryLater), nameof(TicketState.Pending))]
    [DataRow(429, typeof(DeliveryOutcome.RetryLater), nameof(TicketState.Pending))]
    [DataRow(302, typeof(DeliveryOutcome.Rejected), nameof(TicketState.Rejected))]
    [DataRow(403, typeof(DeliveryOutcome.Rejected), nameof(TicketState.Rejected))]
    public async Task Deliver_SystemAnswersWithAFault_SaysWhetherARetryHelps(int status, Type outcome, string state)
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var desk = await TicketDesk.StartAsync(stage, Token);
        desk.Answer = _ => Results.StatusCode(status);
        await using var database = await OwedAsync("webhook", desk.Settings);

        Assert.IsInstanceOfType(await DeliverAsync(database), outcome);

        var ticket = await TicketAsync(database);
        Assert.AreEqual(state, ticket.State.ToString());
        Assert.AreEqual(1, ticket.Attempts);
        Assert.Contains($"{status}", ticket.LastError!);
    }

    [TestMethod]
    [DataRow("webhook", "{}", "url")]
    [DataRow("webhook", """{"url":"http://tickets.example.net/new"}""", "https")]
    [DataRow("webhook", """{"url":17}""", "ticketSettings")]
    [DataRow("carrier-pigeon", "{}", "carrier-pigeon")]
    public async Task Deliver_SiteIsConfiguredBadly_IsRejectedWithTheReason(string provider, string settings, string reason)
    {
        await using var database = await OwedAsync(provider, settings);
        Assert.Contains(reason, Assert.IsInstanceOfType<DeliveryOutcome.Rejected>(await DeliverAsync(database)).Reason);
        Assert.AreEqual(TicketState.Rejected, (await TicketAsync(database)).State);
    }

    [TestMethod]
    public async Task Deliver_ClosedMeanwhile_IsNotSent()
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var desk = await TicketDesk.StartAsync(stage, Token);
        await using var database = await OwedAsync("webhook", desk.Settings);
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        await db.Tickets.ExecuteUpdateAsync(set => set.SetProperty(row => row.State, TicketState.Closed), Token);

        Assert.IsInstanceOfType<DeliveryOutcome.Delivered>(await DeliverAsync(database));

        Assert.IsEmpty(desk.Posted);
    }

    [TestMethod]
    public async Task Deliver_NoSuchTicket_IsRejected()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        Assert.IsInstanceOfType<DeliveryOutcome.Rejected>(await DeliverAsync(database));
    }

    private async Task<DeliveryOutcome> DeliverAsync(TestDatabase database)
    {
        using var webhook = new WebhookTickets(Reach.Everything, Reach.Secrets("/nowhere"));
        var message = new OutboxMessage { Topic = TicketOutbox.TopicName, Key = Reference, Payload = "create", CreatedAt = DateTimeOffset.UnixEpoch };
        return await new TicketOutbox(database.Contexts, new TicketProviders([webhook]), TimeProvider.System).DeliverAsync(message, Token);
    }

    private async Task<TestDatabase> OwedAsync(string provider, string settings)
    {
        var database = await TestDatabase.CreateAsync(Token);
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        db.Add(new Site { Id = "yul1", Name = "Montreal 1", Jurisdiction = "CA", TimeZone = "America/Toronto", TicketProvider = provider, TicketSettings = settings });
        db.Add(new Ticket
        {
            Id = Guid.NewGuid(),
            Reference = Reference,
            DrainId = Guid.NewGuid(),
            Kind = TicketOpener.Repair,
            HostId = Guid.NewGuid(),
            SiteId = "yul1",
            Provider = provider,
            Subject = "Replace GPU 3",
            Body = "Rack B07",
            CreatedAt = DateTimeOffset.UnixEpoch,
        });
        await db.SaveChangesAsync(Token);
        return database;
    }

    private async Task<Ticket> TicketAsync(TestDatabase database)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        return await db.Tickets.AsNoTracking().SingleAsync(Token);
    }

    /// <summary>Holds the line until the caller hangs up.</summary>
    private sealed class NoAnswer : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => Task.Delay(Timeout.Infinite, httpContext.RequestAborted);
    }
}
