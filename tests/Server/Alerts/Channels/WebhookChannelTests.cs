using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SovereignFleet.Server.Alerts.Channels;
using SovereignFleet.Server.Alerts.Channels.Webhook;
using SovereignFleet.Server.Outbox;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Alerts.Channels;

[TestClass]
public sealed class WebhookChannelTests
{
    private readonly ConcurrentQueue<JsonElement> received = new();
    private int elsewhere;

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    public async Task Send_FiringThenResolved_IsPayloadVersion4WithOneFingerprint()
    {
        Assert.IsInstanceOfType<DeliveryOutcome.Delivered>(await SendAsync(Results.Ok(), Firing(), Firing() with { EndedAt = DateTimeOffset.UnixEpoch.AddHours(1) }));

        var (firing, resolved) = (received.First(), received.Last());
        Assert.AreEqual("4", firing.GetProperty("version").GetString());
        Assert.AreEqual("firing", firing.GetProperty("status").GetString());
        Assert.AreEqual("https://fleet.example.net", firing.GetProperty("externalURL").GetString());
        Assert.AreEqual("GpuLost", firing.GetProperty("groupLabels").GetProperty("alertname").GetString());
        var alert = firing.GetProperty("alerts")[0];
        Assert.AreEqual("gpu-yul1-01", alert.GetProperty("labels").GetProperty("host").GetString());
        Assert.AreEqual("A GPU is lost.", alert.GetProperty("annotations").GetProperty("summary").GetString());
        // As Alertmanager says it of what has not ended.
        Assert.AreEqual(DateTimeOffset.MinValue, alert.GetProperty("endsAt").GetDateTimeOffset());
        Assert.AreEqual("resolved", resolved.GetProperty("alerts")[0].GetProperty("status").GetString());
        Assert.AreEqual(firing.GetProperty("groupKey").GetString(), resolved.GetProperty("groupKey").GetString());
        Assert.AreEqual(alert.GetProperty("fingerprint").GetString(), resolved.GetProperty("alerts")[0].GetProperty("fingerprint").GetString());
    }

    [TestMethod]
    public void Fingerprint_OrderOfLabels_MakesNoDifferenceAndIsAsPrometheusSays()
    {
        var labels = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" };
        Assert.AreEqual(Fingerprint.Of(labels), Fingerprint.Of(labels.Reverse().ToDictionary()));
        // The FNV-1a offset basis: model.LabelSet{}.Fingerprint() of prometheus/common.
        Assert.AreEqual("cbf29ce484222325", Fingerprint.Of(new Dictionary<string, string>()));
    }

    [TestMethod]
    [DataRow(400, typeof(DeliveryOutcome.Rejected))]
    [DataRow(404, typeof(DeliveryOutcome.Rejected))]
    [DataRow(408, typeof(DeliveryOutcome.RetryLater))]
    [DataRow(429, typeof(DeliveryOutcome.RetryLater))]
    [DataRow(500, typeof(DeliveryOutcome.RetryLater))]
    [DataRow(503, typeof(DeliveryOutcome.RetryLater))]
    public async Task Send_ReceiverAnswersWithAFault_SaysWhetherARetryHelps(int status, Type expected) =>
        Assert.IsInstanceOfType(await SendAsync(Results.StatusCode(status), Firing()), expected);

    [TestMethod]
    public async Task Send_Redirected_TellsNobodyElse()
    {
        Assert.IsInstanceOfType<DeliveryOutcome.Rejected>(await SendAsync(Results.Redirect("/elsewhere", permanent: true, preserveMethod: true), Firing()));
        Assert.AreEqual(0, elsewhere);
    }

    [TestMethod]
    public async Task Send_NobodyListens_IsTriedLaterAndTheReasonHasNoPath()
    {
        using var post = new JsonPost();
        var channel = new WebhookChannel(new Uri($"http://127.0.0.1:{FreePort.Next()}/secret-token"), "", post);
        var later = Assert.IsInstanceOfType<DeliveryOutcome.RetryLater>(await channel.SendAsync([Firing()], Token));
        Assert.DoesNotContain("secret-token", later.Reason);
        Assert.DoesNotContain("secret-token", channel.Name);
    }

    private async Task<DeliveryOutcome> SendAsync(IResult answer, params AlertState[] alerts)
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var port = FreePort.Next();
        await LocalWeb.StartAsync(stage, port, web =>
        {
            web.MapPost("/hook", (JsonElement body) =>
            {
                received.Enqueue(body);
                return answer;
            });
            web.MapPost("/elsewhere", () => Interlocked.Increment(ref elsewhere));
        }, Token);
        using var post = new JsonPost();
        return await new WebhookChannel(new Uri($"http://127.0.0.1:{port}/hook"), "https://fleet.example.net", post).SendAsync(alerts, Token);
    }

    private static AlertState Firing() => new()
    {
        Id = Guid.Parse("11111111-1111-1111-1111-111111111111"),
        Labels = new Dictionary<string, string> { ["alertname"] = "GpuLost", ["host"] = "gpu-yul1-01" },
        Annotations = new Dictionary<string, string> { ["summary"] = "A GPU is lost." },
        StartedAt = DateTimeOffset.UnixEpoch,
    };
}
