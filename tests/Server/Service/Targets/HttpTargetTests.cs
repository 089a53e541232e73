using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SovereignFleet.Server.Service.Targets;
using SovereignFleet.Server.Service.Targets.NginxPlus;
using SovereignFleet.Server.Service.Targets.Webhook;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Service.Targets;

/// <summary>The targets that are asked by HTTP, against a server of ours that answers as theirs do.</summary>
[TestClass]
public sealed class HttpTargetTests
{
    private static readonly HashSet<string> Nothing = [];

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    public async Task Webhook_CordonAndUncordon_AreToldAndBelievedOnlyWhenTheyShow()
    {
        await using var stage = new Stage(TestContext.WriteLine);
        await File.WriteAllTextAsync(Path.Combine(stage.Root, "lb-token"), "t0ken\n", Token);
        var (state, told, port) = ("taking", new List<string>(), FreePort.Next());
        await LocalWeb.StartAsync(stage, port, web =>
        {
            web.MapGet("/drain", (HttpRequest request) => request.Headers.Authorization == "Bearer t0ken" && request.Query["server"] == "s 1"
                ? Results.Content($$"""{"state":"{{state}}","sessions":2,"requests":7}""") : Results.StatusCode(401));
            web.MapPost("/drain", async (HttpRequest request) =>
            {
                using var reader = new StreamReader(request.Body);
                told.Add(await reader.ReadToEndAsync());
                state = told[^1].Contains("\"cordon\"", StringComparison.Ordinal) ? "drained" : "taking";
                return Results.NoContent();
            });
        }, Token);
        using var target = new WebhookTarget(Reach.Everything, Reach.Secrets(stage.Root));
        var server = new TargetServer("s 1", $$"""{"url":"http://127.0.0.1:{{port}}/drain","tokenSecret":"lb-token"}""");
        Assert.AreEqual((EndpointState.Taking, 2, 7L), Of(await target.ObserveAsync(server, Token)));

        Assert.IsNull(await target.CordonAsync(server, Token));
        Assert.AreEqual((EndpointState.Drained, 2, 7L), Of(await target.ObserveAsync(server, Token)));
        Assert.IsNull(await target.UncordonAsync(server, new HashSet<string> { $"webhook:127.0.0.1:{port}" }, Token));
        Assert.AreEqual(EndpointState.Drained, (await target.ObserveAsync(server, Token)).State);
        Assert.IsNull(await target.UncordonAsync(server, Nothing, Token));
        Assert.AreEqual(EndpointState.Taking, (await target.ObserveAsync(server, Token)).State);
        Assert.AreEqual("""{"server":"s 1","do":"cordon"} {"server":"s 1","do":"uncordon"}""", string.Join(' ', told));
    }

    [TestMethod]
    [DataRow(200, """{"state":"drained"}""", "Unreachable")] // no sessions told is not none
    [DataRow(200, """{"state":"drained","sessions":-1}""", "Unreachable")]
    [DataRow(200, """{"state":"Drained!","sessions":0}""", "Unreachable")]
    [DataRow(200, "OK", "Unreachable")]
    [DataRow(200, """{"state":"drained","sessions":0}""", "Drained")]
    [DataRow(302, "", "Unreachable")]
    [DataRow(404, "", "Missing")]
    [DataRow(500, """{"state":"drained","sessions":0}""", "Unreachable")]
    public async Task Webhook_AnswerThatTellsLess_ConfirmsNothing(int status, string body, string state)
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var port = FreePort.Next();
        await LocalWeb.StartAsync(stage, port, web => web.MapGet("/", () => Results.Content(body, "application/json", null, status)), Token);
        using var target = new WebhookTarget(Reach.Everything, Reach.Secrets(stage.Root));

        Assert.AreEqual(state, (await target.ObserveAsync(new TargetServer("s1", $$"""{"url":"http://127.0.0.1:{{port}}"}"""), Token)).State.ToString());
    }

    [TestMethod]
    public async Task Webhook_PlaceThatTheConfigurationDoesNotAllow_IsNotConnectedTo()
    {
        using var target = new WebhookTarget(Reach.Nothing, Reach.Secrets("/nowhere"));
        var reading = await target.ObserveAsync(new TargetServer("s1", """{"url":"http://127.0.0.1:1/"}"""), Token);
        Assert.AreEqual("Unreachable webhook:127.0.0.1:1: cannot be reached; the server's log says why", $"{reading.State} {reading.Sentence}");
    }

    [TestMethod]
    public async Task NginxPlus_CordonCloseAndUncordon_GoToTheServersId()
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var (peer, changes, port) = ("up", new List<string>(), FreePort.Next());
        await LocalWeb.StartAsync(stage, port, web =>
        {
            web.MapGet("/api/9/http/upstreams/llm", () => Results.Content(
                $$"""{"peers":[{"id":0,"server":"10.0.0.4:8000","state":"up","active":9,"requests":90},{"id":3,"server":"10.0.0.5:8000","name":"gpu1:8000","state":"{{peer}}","active":2,"requests":7}],"zone":"llm"}"""));
            web.MapPatch("/api/9/http/upstreams/llm/servers/3", async (HttpRequest request) =>
            {
                using var reader = new StreamReader(request.Body);
                changes.Add(await reader.ReadToEndAsync());
                var change = JsonNode.Parse(changes[^1])!;
                peer = change["down"]?.GetValue<bool>() == true ? "down" : change["drain"]?.GetValue<bool>() == true ? "draining" : "up";
                return Results.Ok();
            });
        }, Token);
        using var target = new NginxPlusTarget(Reach.Everything, Reach.Secrets(stage.Root));
        var server = new TargetServer("gpu1:8000", $$"""{"endpoints":["http://127.0.0.1:{{port}}"],"upstream":"llm"}""");
        Assert.AreEqual((EndpointState.Taking, 2, 7L), Of(await target.ObserveAsync(server, Token)));

        Assert.IsNull(await target.CordonAsync(server, Token));
        Assert.IsTrue((await target.ObserveAsync(server, Token)).KeepsClients(Nothing));
        Assert.IsNull(await target.CloseAsync(server, Nothing, Token));
        var closed = await target.ObserveAsync(server, Token);
        Assert.AreEqual((EndpointState.Drained, false), (closed.State, closed.KeepsClients(Nothing)));
        Assert.IsNull(await target.UncordonAsync(server, Nothing, Token));
        Assert.AreEqual(EndpointState.Taking, (await target.ObserveAsync(server, Token)).State);
        Assert.AreEqual("""{"drain":true} {"down":true} {"drain":false,"down":false}""", string.Join(' ', changes));

        peer = "unhealthy";
        Assert.AreEqual("unhealthy in NGINX", (await target.ObserveAsync(server, Token)).Fault);
        Assert.AreEqual(EndpointState.Missing, (await target.ObserveAsync(server with { Name = "gpu9:8000" }, Token)).State);
    }

    [TestMethod]
    public async Task NginxPlus_OneOfTwoIsAwayOrTakesNoChanges_IsToldByItsAddress()
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var (port, dead) = (FreePort.Next(), FreePort.Next());
        await LocalWeb.StartAsync(stage, port, web =>
        {
            web.MapGet("/api/9/http/upstreams/llm", () => Results.Content("""{"peers":[{"id":3,"server":"10.0.0.5:8000","state":"up","active":0}]}"""));
            web.MapPatch("/api/9/http/upstreams/llm/servers/3", () => Results.StatusCode(405));
        }, Token);
        using var target = new NginxPlusTarget(Reach.Everything, Reach.Secrets(stage.Root));
        var server = new TargetServer("10.0.0.5:8000", $$"""{"endpoints":["http://127.0.0.1:{{port}}","http://127.0.0.1:{{dead}}"],"upstream":"llm"}""");

        var reading = await target.ObserveAsync(server, Token);
        Assert.AreEqual($"Unreachable http://127.0.0.1:{dead}/: cannot be reached; the server's log says why", $"{reading.State} {reading.Sentence}");
        Assert.AreEqual(
            $"http://127.0.0.1:{port}/: it answered 405: its API takes no changes; say \"api write=on\" there; http://127.0.0.1:{dead}/: cannot be reached; the server's log says why",
            await target.CordonAsync(server, Token));
    }

    private static (EndpointState, int, long?) Of(TargetReading reading) => (reading.State, reading.Sessions, reading.Taken);
}
