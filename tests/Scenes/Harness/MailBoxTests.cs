using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Scenes.Harness;

[TestClass]
public sealed class MailBoxTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task SmtpSink_MessageWithDotsAndAccents_IsKeptAsSent()
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var sink = SmtpSink.Start(stage);
        var message = new MimeMessage
        {
            Subject = "Châssis B07, U12",
            Body = new TextPart("plain") { Text = "first\r\n.\r\n.. two dots, Käfig 4\r\n" },
        };
        message.From.Add(MailboxAddress.Parse("fleet@example.net"));
        message.To.Add(MailboxAddress.Parse("hands@example.net"));

        using var client = new SmtpClient();
        await client.ConnectAsync("127.0.0.1", sink.Port, SecureSocketOptions.None, TestContext.CancellationToken);
        await client.AuthenticateAsync("fleet", "secret", TestContext.CancellationToken);
        await client.SendAsync(message, TestContext.CancellationToken);
        await client.DisconnectAsync(quit: true, TestContext.CancellationToken);

        var kept = Assert.ContainsSingle(sink.Messages);
        Assert.AreEqual(message.Subject, kept.Subject);
        Assert.AreEqual(message.MessageId, kept.MessageId);
        Assert.AreEqual("first\r\n.\r\n.. two dots, Käfig 4\r\n", kept.TextBody?.ReplaceLineEndings("\r\n"));
    }
}
