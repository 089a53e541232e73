using System.Net;
using SovereignFleet.Tests.Dashboard.Support;

namespace SovereignFleet.Tests.Dashboard.Security;

[TestClass]
public sealed class SecurityTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow("/")]
    [DataRow("/hosts/gpu-yul1-03")]
    [DataRow("/drains")]
    [DataRow("/alerts")]
    [DataRow("/tickets")]
    public async Task Page_WithoutASession_LeadsToSignIn(string path)
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        using var client = Client(dashboard);

        using var answer = await client.GetAsync(path, TestContext.CancellationToken);

        Assert.AreEqual(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith(dashboard.Address + "/sign-in", answer.Headers.Location!.ToString());
    }

    [TestMethod]
    public async Task SignInPage_Headers_AllowOurOwnScriptsAndNoFrame()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        using var client = Client(dashboard);

        using var answer = await client.GetAsync("/sign-in", TestContext.CancellationToken);

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("script-src 'self';", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.AreEqual("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.AreEqual("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.DoesNotContain("<script", await answer.Content.ReadAsStringAsync(TestContext.CancellationToken));
    }

    [TestMethod]
    [DataRow("http://elsewhere.example")]
    [DataRow("null")]
    public async Task Circuit_FromAnotherSitesPage_IsRefused(string origin)
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        using var client = Client(dashboard);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        request.Headers.Add("Origin", origin);

        using var answer = await client.SendAsync(request, TestContext.CancellationToken);

        Assert.AreEqual(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [TestMethod]
    public async Task Circuit_WithoutASession_IsRefused()
    {
        await using var dashboard = await RunningDashboard.StartAsync(TestContext.CancellationToken);
        using var client = Client(dashboard);

        using var answer = await client.PostAsync("/_blazor/negotiate?negotiateVersion=1", null, TestContext.CancellationToken);

        Assert.AreEqual(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private static HttpClient Client(RunningDashboard dashboard) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = new Uri(dashboard.Address) };
}
