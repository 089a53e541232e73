using Microsoft.Extensions.Time.Testing;
using MimeKit;
using SovereignFleet.Server.Outbox;
using SovereignFleet.Server.Work.RemoteHands.Providers;
using SovereignFleet.Server.Work.RemoteHands.Providers.Email;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Work.RemoteHands.Providers;

[TestClass]
public sealed class EmailTicketsTests
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 25, 8, 0, 0, TimeSpan.Zero));

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    public async Task Create_OverSmtp_ArrivesWhole()
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var sink = SmtpSink.Start(stage);

        var receipt = await new EmailTickets(Plain(sink), time).CreateAsync(Job(), Token);

        Assert.IsInstanceOfType<DeliveryOutcome.Delivered>(receipt.Outcome);
        var mail = sink.Messages.Single();
        Assert.AreEqual("Montréal: replace GPU 3", mail.Subject);
        Assert.AreEqual("hands@example.net", mail.To.Mailboxes.Single().Address);
        Assert.AreEqual("fleet@example.org", mail.From.Mailboxes.Single().Address);
        Assert.AreEqual("SF-2026-0042", mail.Headers["X-SovereignFleet-Reference"]);
        Assert.AreEqual(".hidden\nRack B07 · U 12", mail.TextBody!.ReplaceLineEndings("\n").TrimEnd());
        Assert.AreEqual(receipt.ExternalId, mail.MessageId);
    }

    [TestMethod]
    public async Task Create_SentAgainAfterACrash_HasTheSameMessageId()
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var sink = SmtpSink.Start(stage);
        await new EmailTickets(Plain(sink), time).CreateAsync(Job(), Token);
        await new EmailTickets(Plain(sink), time).CreateAsync(Job(), Token);

        Assert.HasCount(2, sink.Messages);
        Assert.AreEqual("SF-2026-0042.create@example.org", sink.Messages.Select(mail => mail.MessageId).Distinct().Single());
    }

    [TestMethod]
    public async Task Create_ARelayThatRefusesThePasswordAndRepeatsIt_TellsNobodyThePassword()
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var sink = SmtpSink.Start(stage);
        sink.RefusesUsers = true;
        var file = Path.Combine(stage.Folder("mail"), "password");
        await File.WriteAllTextAsync(file, "a-password", Token);
        var options = new EmailOptions { Host = "127.0.0.1", Port = sink.Port, UseTls = false, From = "fleet@example.org", User = "fleet", PasswordFile = file };

        var later = Assert.IsInstanceOfType<DeliveryOutcome.RetryLater>((await new EmailTickets(options, time).CreateAsync(Job(), Token)).Outcome);

        Assert.AreEqual("127.0.0.1 refuses the user of Tickets:Email:User, or the password in Tickets:Email:PasswordFile", later.Reason);
    }

    [TestMethod]
    public async Task Update_IsAnAnswerToTheFirstMail()
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var sink = SmtpSink.Start(stage);
        var tickets = new EmailTickets(Plain(sink), time);
        var created = await tickets.CreateAsync(Job(), Token);
        await tickets.UpdateAsync(Job(), created.ExternalId, new TicketNote("closed", "The drain is closed."), Token);

        Assert.AreEqual(created.ExternalId, sink.Messages[1].InReplyTo);
        Assert.AreEqual("The drain is closed.", sink.Messages[1].TextBody!.Trim());
        Assert.AreEqual(time.GetUtcNow(), sink.Messages[1].Date);
    }

    [TestMethod]
    public async Task Create_TlsIsAskedForAndNotOffered_SendsNothing()
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var sink = SmtpSink.Start(stage);
        var options = Plain(sink);
        options.UseTls = true;

        var receipt = await new EmailTickets(options, time).CreateAsync(Job(), Token);

        Assert.Contains("TLS", Assert.IsInstanceOfType<DeliveryOutcome.Rejected>(receipt.Outcome).Reason);
        Assert.IsEmpty(sink.Messages);
    }

    [TestMethod]
    public async Task Create_LineBreaksInTheSubject_AddNoHeaderAndNoReceiver()
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var sink = SmtpSink.Start(stage);

        var receipt = await new EmailTickets(Plain(sink), time).CreateAsync(
            Job() with { Subject = "Replace\r\nBcc: thief@example.com\r\n\r\nforged" }, Token);

        Assert.IsInstanceOfType<DeliveryOutcome.Delivered>(receipt.Outcome);
        var mail = sink.Messages.Single();
        Assert.IsNull(mail.Headers[HeaderId.Bcc]);
        Assert.AreEqual("hands@example.net", mail.GetRecipients().Single().Address);
        Assert.StartsWith(".hidden", mail.TextBody);
    }

    [TestMethod]
    [DataRow("{}")]
    [DataRow("""{"to":"nobody"}""")]
    [DataRow("""{"to":"hands@example.net\r\nBcc: thief@example.com"}""")]
    [DataRow("""{"to":"hands@example.net, thief@example.com"}""")]
    public async Task Create_BadAddress_IsRejected(string settings)
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var sink = SmtpSink.Start(stage);
        var receipt = await new EmailTickets(Plain(sink), time).CreateAsync(Job() with { Settings = settings }, Token);
        Assert.IsInstanceOfType<DeliveryOutcome.Rejected>(receipt.Outcome);
        Assert.IsEmpty(sink.Messages);
    }

    [TestMethod]
    public async Task Create_NobodyListens_IsTriedLater()
    {
        var options = new EmailOptions { Host = "127.0.0.1", Port = FreePort.Next(), UseTls = false };
        Assert.IsInstanceOfType<DeliveryOutcome.RetryLater>((await new EmailTickets(options, time).CreateAsync(Job(), Token)).Outcome);
    }

    [TestMethod]
    public async Task Create_NothingConfigured_NamesTheKeys()
    {
        var receipt = await new EmailTickets(new EmailOptions(), time).CreateAsync(Job(), Token);
        Assert.Contains("Tickets:Email:Host", Assert.IsInstanceOfType<DeliveryOutcome.Rejected>(receipt.Outcome).Reason);
    }

    [TestMethod]
    public async Task Create_PickupFolder_WrittenTwiceIsOneWholeFile()
    {
        using var folder = new TestFolder();
        var tickets = new EmailTickets(new EmailOptions { PickupFolder = folder.Below("pickup"), From = "fleet@example.org" }, time);
        await tickets.CreateAsync(Job(), Token);
        await tickets.CreateAsync(Job(), Token);

        var file = Directory.GetFiles(folder.Below("pickup")).Single();
        Assert.AreEqual("SF-2026-0042.eml", Path.GetFileName(file));
        var mail = await MimeMessage.LoadAsync(file, Token);
        Assert.AreEqual("Montréal: replace GPU 3", mail.Subject);
        Assert.AreEqual("SF-2026-0042.create@example.org", mail.MessageId);
    }

    [TestMethod]
    public async Task Create_PickupFolderIsNoFolder_IsTriedLater()
    {
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(folder.Below("file"), "", Token);
        var receipt = await new EmailTickets(new EmailOptions { PickupFolder = folder.Below("file") }, time).CreateAsync(Job(), Token);
        Assert.IsInstanceOfType<DeliveryOutcome.RetryLater>(receipt.Outcome);
    }

    private static EmailOptions Plain(SmtpSink sink) => new() { Host = "127.0.0.1", Port = sink.Port, UseTls = false, From = "fleet@example.org" };

    private static TicketJob Job() => new(
        "SF-2026-0042", "Montréal: replace GPU 3", ".hidden\nRack B07 · U 12", """{"to":"hands@example.net"}""", DateTimeOffset.UnixEpoch);
}
