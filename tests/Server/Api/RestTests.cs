using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Api;

/// <summary>The same edge as JSON, for programs that speak no gRPC.</summary>
[TestClass]
public sealed class RestTests
{
    public required TestContext TestContext { get; init; }

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    public async Task Rest_WithASession_ReadsAndActsUnderThePersonsName()
    {
        await using var scene = await ApiScene.StartAsync(TestContext.WriteLine, [], Token);
        using var ada = await SignInAsync(scene, ApiScene.OnCall);

        Assert.AreEqual("ada", (await JsonAsync(ada, "/v1/me")).GetProperty("name").GetString());
        Assert.AreEqual(3, (await JsonAsync(ada, "/v1/fleet")).GetProperty("hosts").GetArrayLength());
        Assert.AreEqual("gpu-yul1-01", (await JsonAsync(ada, "/v1/hosts/gpu-yul1-01")).GetProperty("host").GetProperty("name").GetString());
        Assert.AreEqual(1, (await JsonAsync(ada, "/v1/conditions?host_name=gpu-yul1-01")).GetProperty("conditions").GetArrayLength());
        Assert.AreEqual("SENT", (await JsonAsync(ada, $"/v1/tickets/{ApiScene.Reference}")).GetProperty("state").GetString());
        using var approved = await ada.PostAsJsonAsync($"/v1/drains/{scene.Proposed}/approve", new { }, Token);
        Assert.AreEqual("person:ada", (await approved.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("approvedBy").GetString());
        using var acknowledged = await ada.PostAsJsonAsync($"/v1/conditions/{scene.ConditionId}/acknowledge", new { note = "On it." }, Token);
        Assert.AreEqual("ada", (await acknowledged.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("acknowledgedBy").GetString());
    }

    [TestMethod]
    public async Task Rest_WithoutTheRight_IsRefused()
    {
        await using var scene = await ApiScene.StartAsync(TestContext.WriteLine, [], Token);
        using var nobody = Client(scene);
        Assert.AreEqual(HttpStatusCode.Unauthorized, await StatusAsync(nobody, "/v1/fleet"));
        using var wrong = await nobody.PostAsJsonAsync("/v1/session", new { name = ApiScene.OnCall, password = "wrong" }, Token);
        Assert.AreEqual(HttpStatusCode.Unauthorized, wrong.StatusCode);

        using var vera = await SignInAsync(scene, ApiScene.Viewer);
        using var refused = await vera.PostAsJsonAsync($"/v1/drains/{scene.Proposed}/approve", new { }, Token);
        Assert.AreEqual(HttpStatusCode.Forbidden, refused.StatusCode);
        using var over = await vera.DeleteAsync("/v1/session", Token);
        Assert.AreEqual(HttpStatusCode.OK, over.StatusCode);
        Assert.AreEqual(HttpStatusCode.Unauthorized, await StatusAsync(vera, "/v1/fleet"));
    }

    [TestMethod]
    [DoNotParallelize] // Meters are the process's: another server's in it would be told along with this one's.
    public async Task Management_TellsTheGaugesOfTheFleet()
    {
        await using var scene = await ApiScene.StartAsync(TestContext.WriteLine, [], Token);
        string[] expected =
        [
            "sovereignfleet_agents_connected{", "sovereignfleet_outbox_owed{", "sovereignfleet_outbox_oldest_age_seconds{",
            "sovereignfleet_conditions_firing{", "sovereignfleet_drains_live{",
        ];
        var told = await Until.Async(
            "all gauges are told, with the numbers of what was declared",
            async stop => (await scene.Server.ManagementAsync("/metrics", stop)).Text,
            text => expected.All(name => text.Contains(name, StringComparison.Ordinal)) && Value(text, "sovereignfleet_drains_live") == "3",
            Token);
        Assert.AreEqual("1", Value(told, "sovereignfleet_conditions_firing"));
        Assert.AreEqual("0", Value(told, "sovereignfleet_agents_connected"));
    }

    // name{labels} value timestamp
    private static string Value(string text, string name) =>
        text.Split('\n').First(line => line.StartsWith(name + "{", StringComparison.Ordinal)).Split('}')[1].Trim().Split(' ')[0];

    private async Task<HttpClient> SignInAsync(ApiScene scene, string name)
    {
        var client = Client(scene);
        using var answer = await client.PostAsJsonAsync("/v1/session", new { name, password = ApiScene.Password }, Token);
        var session = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", session.GetProperty("token").GetString());
        return client;
    }

    private static HttpClient Client(ApiScene scene) => new(TrustedAuthority.Handler(scene.Server)) { BaseAddress = new Uri(scene.Server.ApiUrl) };

    private Task<JsonElement> JsonAsync(HttpClient client, string path) => client.GetFromJsonAsync<JsonElement>(path, Token);

    private async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, Token);
        return answer.StatusCode;
    }
}
