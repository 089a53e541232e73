using System.Net.Http.Json;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Scenes.Harness;

[TestClass]
public sealed class PagerTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Alertmanager_AlertPosted_ReachesTheReceiver()
    {
        Needs.Programs("prometheus-alertmanager");
        var cancellation = TestContext.CancellationToken;
        await using var stage = new Stage(TestContext.WriteLine);
        var receiver = await AlertReceiver.StartAsync(stage, cancellation);
        var alertmanager = await AlertmanagerServer.StartAsync(stage, receiver.Url + "/alertmanager", cancellation);
        using var client = new HttpClient();
        var labels = new Dictionary<string, string> { ["alertname"] = "GpuEccUncorrectable", ["host"] = "gpu-01" };

        using var answer = await client.PostAsJsonAsync(
            alertmanager.Url + "/api/v2/alerts", new[] { new { labels, annotations = labels } }, cancellation);

        Assert.IsTrue(answer.IsSuccessStatusCode);
        var alert = await receiver.WaitForAsync("the alert", alert => alert.Name == "GpuEccUncorrectable", cancellation);
        Assert.AreEqual("alertmanager", alert.Sender);
        Assert.AreEqual("firing", alert.Status);
        Assert.AreEqual("gpu-01", alert.Labels["host"]);
    }
}
