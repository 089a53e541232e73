using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SovereignFleet.Server.Outbox;
using SovereignFleet.Server.Work.RemoteHands.Providers;
using SovereignFleet.Server.Work.RemoteHands.Providers.Webhook;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Work.RemoteHands.Providers;

/// <summary>A ticket system is told a secret of one folder, and reached where the server's configuration allows it.</summary>
[TestClass]
public sealed class WebhookTicketsTests
{
    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    public async Task Create_TokenSecret_IsReadAnewForEachTicket()
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var (url, seen) = await DeskAsync(stage);
        using var folder = new TestFolder();
        using var tickets = new WebhookTickets(Reach.Everything, Reach.Secrets(folder.Path));
        await File.WriteAllTextAsync(folder.Below("desk"), "first\n", Token);
        await tickets.CreateAsync(Job(url), Token);
        await File.WriteAllTextAsync(folder.Below("desk"), "second\n", Token);
        await tickets.CreateAsync(Job(url), Token);

        Assert.AreSequenceEqual(["Bearer first", "Bearer second"], seen);
    }

    [TestMethod]
    public async Task Create_SecretIsNotThere_IsTriedLaterAndNothingIsSent()
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var (url, seen) = await DeskAsync(stage);
        using var tickets = new WebhookTickets(Reach.Everything, Reach.Secrets("/nowhere"));

        var later = Assert.IsInstanceOfType<DeliveryOutcome.RetryLater>((await tickets.CreateAsync(Job(url), Token)).Outcome);

        Assert.AreEqual("the secret \"desk\" cannot be read; the server's log says why", later.Reason);
        Assert.IsEmpty(seen);
    }

    [TestMethod]
    [DataRow("localhost")]
    [DataRow("127.0.0.1")]
    [DataRow("[::ffff:127.0.0.1]")]
    public async Task Create_AddressThatIsNotAllowed_IsNotConnectedToByAnyName(string host)
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var (url, seen) = await DeskAsync(stage);
        using var tickets = new WebhookTickets(Reach.Of([], ["10.0.0.0/8", "tickets.example.net"]), Reach.Secrets("/nowhere"));
        var settings = $$"""{"url":"{{url.Replace("127.0.0.1", host)}}","allowHttp":true}""";

        var later = Assert.IsInstanceOfType<DeliveryOutcome.RetryLater>((await tickets.CreateAsync(Job(url) with { Settings = settings }, Token)).Outcome);

        Assert.EndsWith("cannot be reached; the server's log says why", later.Reason);
        Assert.IsEmpty(seen);
    }

    private static TicketJob Job(string url) => new(
        "SF-2026-0042", "Replace GPU 3", "Rack B07", $$"""{"url":"{{url}}","tokenSecret":"desk"}""", DateTimeOffset.UnixEpoch);

    private async Task<(string Url, List<string> Seen)> DeskAsync(Stage stage)
    {
        var (port, seen) = (FreePort.Next(), new List<string>());
        await LocalWeb.StartAsync(stage, port, web => web.MapPost("/new", (HttpContext context) =>
        {
            seen.Add(context.Request.Headers.Authorization.ToString());
            return Results.Json(new { id = "T-1" });
        }), Token);
        return ($"http://127.0.0.1:{port}/new", seen);
    }
}
