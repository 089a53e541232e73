using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Outbox;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Work.RemoteHands;
using SovereignFleet.Server.Work.RemoteHands.Providers;
using SovereignFleet.Server.Work.RemoteHands.Providers.Email;
using SovereignFleet.Server.Work.RemoteHands.Providers.Webhook;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Work.RemoteHands;

/// <summary>Whatever may have left the house is called off, whether or not anybody confirmed it (RFC 1047).</summary>
[TestClass]
public sealed class TicketCallOffTests(TestContext context)
{
    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Close_TheRelayTookTheMailAndItsAnswerCameTooLate_IsCalledOffInTheSameThread()
    {
        await using var work = new Stage(context.WriteLine);
        var sink = SmtpSink.Start(work);
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await EmailStageAsync(database);
        var outbox = new TicketOutbox(database.Contexts, new TicketProviders([new EmailTickets(Plain(sink), stage.Time)]), stage.Time);

        sink.HoldAnswers();
        var delivery = outbox.DeliverAsync(await OwedAsync(stage, ""), Token);
        await sink.Taken.WaitAsync(Token);
        stage.Time.Advance(EmailTickets.Patience);
        Assert.IsInstanceOfType<DeliveryOutcome.RetryLater>(await delivery);
        await CancelAsync(stage);

        Assert.AreEqual(TicketState.Closing, (await TicketAsync(stage)).State, "nobody has been told yet");
        sink.Answer();
        Assert.IsInstanceOfType<DeliveryOutcome.Delivered>(await outbox.DeliverAsync(await OwedAsync(stage, "/closed"), Token));
        Assert.IsInstanceOfType<DeliveryOutcome.Delivered>(await outbox.DeliverAsync(await OwedAsync(stage, ""), Token), "and it is not sent once more");

        Assert.AreEqual(TicketState.Closed, (await TicketAsync(stage)).State);
        Assert.HasCount(2, sink.Messages);
        var (first, last) = (sink.Messages[0], sink.Messages[1]);
        StringAssert.StartsWith(last.TextBody, "CALLED OFF: nothing is to be done");
        Assert.AreEqual((first.MessageId, first.MessageId, $"Re: {first.Subject}"), (last.InReplyTo, last.References.Single(), last.Subject));
        Assert.AreNotEqual(first.MessageId, last.MessageId);
    }

    [TestMethod]
    public async Task Close_NoByteOfTheMailLeft_IsClosedAndNobodyIsTold()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await EmailStageAsync(database);
        var nobody = new EmailOptions { Host = "127.0.0.1", Port = FreePort.Next(), UseTls = false };
        var outbox = new TicketOutbox(database.Contexts, new TicketProviders([new EmailTickets(nobody, stage.Time)]), stage.Time);

        Assert.IsInstanceOfType<DeliveryOutcome.RetryLater>(await outbox.DeliverAsync(await OwedAsync(stage, ""), Token));
        await CancelAsync(stage);

        Assert.AreEqual(TicketState.Closed, (await TicketAsync(stage)).State);
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(0, await db.OutboxMessages.CountAsync(row => row.Key.EndsWith("/closed"), Token));
    }

    [TestMethod]
    public async Task Close_TheWebhooksAnswerWasLost_IsCalledOffByTheReferenceAndStaysOpenUntilThatIsTaken()
    {
        await using var work = new Stage(context.WriteLine);
        var desk = await TicketDesk.StartAsync(work, Token);
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, _) = await DrainStage.RepairingAsync(database, new Balancers(), Token);
        await UseAsync(stage, "webhook", $$"""{"url":"{{desk.Url}}/new"}""");
        using var webhook = new WebhookTickets(Reach.Everything, Reach.Secrets("/nowhere"));
        var outbox = new TicketOutbox(database.Contexts, new TicketProviders([webhook]), stage.Time);
        var well = desk.Answer;
        desk.Answer = http =>
        {
            http.Abort();
            return Results.Empty;
        };
        Assert.IsInstanceOfType<DeliveryOutcome.RetryLater>(await outbox.DeliverAsync(await OwedAsync(stage, ""), Token));
        await CancelAsync(stage);

        desk.Answer = _ => Results.StatusCode(403);
        Assert.IsInstanceOfType<DeliveryOutcome.RetryLater>(await outbox.DeliverAsync(await OwedAsync(stage, "/closed"), Token), "a call-off that is refused is owed on");
        var refused = await TicketAsync(stage);
        Assert.AreEqual(TicketState.Closing, refused.State);
        Assert.Contains("403", refused.LastError!);

        desk.Answer = well;
        Assert.IsInstanceOfType<DeliveryOutcome.Delivered>(await outbox.DeliverAsync(await OwedAsync(stage, "/closed"), Token));

        Assert.AreEqual(TicketState.Closed, (await TicketAsync(stage)).State);
        Assert.AreEqual($"{refused.Reference}/closed", desk.Posted[^1].Key);
        Assert.Contains($"\"id\":\"{refused.Reference}\"", desk.Posted[^1].Body);
        Assert.Contains("nothing is to be done", desk.Posted[^1].Body);
    }

    /// <summary>Two notes of one ticket under one key would be one to the receiver, and the second never read.</summary>
    [TestMethod]
    public async Task Note_TwoOfOneTicket_HaveKeysOfTheirOwn()
    {
        await using var work = new Stage(context.WriteLine);
        var (desk, sink) = (await TicketDesk.StartAsync(work, Token), SmtpSink.Start(work));
        using var webhook = new WebhookTickets(Reach.Everything, Reach.Secrets("/nowhere"));
        var job = new TicketJob("SF-2026-0042", "Replace GPU 3", "Rack B07", desk.Settings, DateTimeOffset.UnixEpoch);
        var email = new EmailTickets(Plain(sink), TimeProvider.System);
        foreach (var key in (string[])["stop-1", "closed"])
        {
            await webhook.UpdateAsync(job, "T-1", new TicketNote(key, key), Token);
            await email.UpdateAsync(job with { Settings = """{"to":"hands@example.net"}""" }, null, new TicketNote(key, key), Token);
        }

        Assert.AreSequenceEqual(["SF-2026-0042/stop-1", "SF-2026-0042/closed"], desk.Posted.Select(post => post.Key));
        Assert.AreEqual(2, sink.Messages.Select(mail => mail.MessageId).Distinct().Count());
        Assert.AreEqual("SF-2026-0042.create@example.org", sink.Messages.Select(mail => mail.InReplyTo).Distinct().Single());
    }

    private async Task<DrainStage> EmailStageAsync(TestDatabase database)
    {
        var (stage, _) = await DrainStage.RepairingAsync(database, new Balancers(), Token);
        return stage;
    }

    private async Task UseAsync(DrainStage stage, string provider, string settings)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        await db.Sites.ExecuteUpdateAsync(set => set.SetProperty(site => site.TicketProvider, provider).SetProperty(site => site.TicketSettings, settings), Token);
        await db.Tickets.ExecuteUpdateAsync(set => set.SetProperty(ticket => ticket.Provider, provider), Token);
    }

    private async Task CancelAsync(DrainStage stage)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        var drain = await db.Drains.SingleAsync(Token);
        (drain.State, drain.CancelRequested) = (DrainState.Validating, true);
        Assert.IsTrue(await new TicketOpener(stage.TicketFacts, stage.Time).CloseAsync(drain, db, Token));
        await db.SaveChangesAsync(Token);
        Assert.IsFalse(await new TicketOpener(stage.TicketFacts, stage.Time).CloseAsync(drain, db, Token), "a cancelled drain calls off twice");
    }

    private async Task<OutboxMessage> OwedAsync(DrainStage stage, string note)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        var reference = await db.Tickets.Select(ticket => ticket.Reference).SingleAsync(Token);
        return await db.OutboxMessages.AsNoTracking().SingleAsync(row => row.Key == reference + note, Token);
    }

    private async Task<Ticket> TicketAsync(DrainStage stage)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        return await db.Tickets.AsNoTracking().SingleAsync(Token);
    }

    private static EmailOptions Plain(SmtpSink sink) => new() { Host = "127.0.0.1", Port = sink.Port, UseTls = false, From = "fleet@example.org" };
}
