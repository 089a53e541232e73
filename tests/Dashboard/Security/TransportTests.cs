using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using SovereignFleet.Dashboard;
using SovereignFleet.Dashboard.Security;
using SovereignFleet.Tests.Dashboard.Support;

namespace SovereignFleet.Tests.Dashboard.Security;

/// <summary>The way between browser and dashboard: its own TLS, a proxy's, and what neither may be told.</summary>
[TestClass]
public sealed partial class TransportTests
{
    private const string Address = "sovereignfleet-person-address";

    public required TestContext TestContext { get; set; }

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    public async Task SignIn_OverOwnTls_SetsHostCookiesAndStrictTransport()
    {
        await using var dashboard = await RunningDashboard.StartAsync("https://127.0.0.1:0", [], Token);
        Assert.StartsWith("https://", dashboard.Address);
        using var client = Client(dashboard);
        using var answer = await SignInAsync(client);

        Assert.AreEqual(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.AreEqual("max-age=31536000", answer.Headers.GetValues("Strict-Transport-Security").Single());
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(text => text.StartsWith("__Host-sovereignfleet=", StringComparison.Ordinal));
        foreach (var part in new[] { "secure", "httponly", "samesite=strict", "path=/" })
        {
            Assert.Contains(part, cookie, StringComparison.OrdinalIgnoreCase);
        }

        Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [TestMethod]
    public async Task SignIn_OnTheLoopbackWithoutTls_HasNoStrictTransport()
    {
        await using var dashboard = await RunningDashboard.StartAsync(Token);
        using var client = Client(dashboard);
        using var answer = await SignInAsync(client);

        Assert.IsFalse(answer.Headers.Contains("Strict-Transport-Security"));
        Assert.IsTrue(answer.Headers.GetValues("Set-Cookie").Any(text => text.StartsWith("sovereignfleet=", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task ForwardedHeaders_OfAStranger_AreIgnored()
    {
        await using var dashboard = await RunningDashboard.StartAsync(Token);
        using var client = Client(dashboard);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        using var answer = await SignInAsync(client);

        Assert.AreEqual("127.0.0.1", SignInAddress(dashboard));
        Assert.IsFalse(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [TestMethod]
    public async Task ForwardedHeaders_OfAKnownProxy_TellWhereThePersonSits()
    {
        await using var dashboard = await RunningDashboard.StartAsync("http://127.0.0.1:0", ["--KnownProxies:0=127.0.0.0/8"], Token);
        using var client = Client(dashboard);
        // What the person's browser wrote comes first, and counts for nothing.
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "10.9.9.9, 203.0.113.7");
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https, https");
        using var answer = await SignInAsync(client);

        Assert.AreEqual(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.AreEqual("203.0.113.7", SignInAddress(dashboard));
        Assert.IsTrue(answer.Headers.Contains("Strict-Transport-Security"));
        Assert.IsTrue(answer.Headers.GetValues("Set-Cookie").Any(text => text.StartsWith("__Host-sovereignfleet=", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task SignOut_WithoutItsToken_IsABadRequestWithASentence()
    {
        await using var dashboard = await RunningDashboard.StartAsync(Token);
        using var client = Client(dashboard);
        using var _ = await SignInAsync(client);
        using var bare = await client.PostAsync("/sign-out", null, Token);
        using var old = await client.PostAsync("/sign-out", new FormUrlEncodedContent([new("__RequestVerificationToken", "of-another-life")]), Token);

        foreach (var answer in new[] { bare, old })
        {
            Assert.AreEqual(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains("Load it again", await answer.Content.ReadAsStringAsync(Token));
        }

        Assert.HasCount(1, dashboard.ControlPlane.Sessions.Alive);
    }

    [TestMethod]
    [DataRow("http://127.0.0.1:7480", "", true)]
    [DataRow("http://[::1]:7480", "", true)]
    [DataRow("http://localhost:7480", "", true)]
    [DataRow("http://unix:/run/dashboard.sock", "", true)]
    [DataRow("https://0.0.0.0:7480", "", true)]
    [DataRow("http://0.0.0.0:7480", "", false)]
    [DataRow("http://+:7480", "", false)]
    [DataRow("http://127.0.0.1:1;http://[::]:7480", "", false)]
    [DataRow("http://10.0.0.5:7480", "", false)]
    [DataRow("http://0.0.0.0:7480", "10.0.0.7", true)]
    public void Listen_WithoutTlsBeyondTheMachine_NeedsAProxy(string listen, string proxy, bool expected)
    {
        var transport = new TransportOptions { KnownProxies = proxy.Length > 0 ? [proxy] : [] };
        Assert.AreEqual(expected, new PlainHttpCheck(Options.Create(transport)).Validate(null, new ListenOptions { Listen = listen }).Succeeded);
    }

    [TestMethod]
    [DataRow("/nonexistent.pem", "", "Certificate '/nonexistent.pem'")]
    [DataRow("", "/key.pem", "CertificateKey is set")]
    public void Certificate_ThatCannotBeRead_EndsTheStartWithItsKey(string certificate, string key, string why) =>
        Assert.Contains(why, new TransportOptionsCheck().Validate(null, new TransportOptions { Certificate = certificate, CertificateKey = key }).FailureMessage!);

    [TestMethod]
    public void KnownProxies_WhatIsNoAddress_EndsTheStart() =>
        Assert.Contains("KnownProxies has 'proxy'", new TransportOptionsCheck().Validate(null, new TransportOptions { KnownProxies = ["10.0.0.7", "10.0.0.0/24", "::1", "proxy"] }).FailureMessage!);

    private static string? SignInAddress(RunningDashboard dashboard) =>
        dashboard.ControlPlane.Sessions.Heard.Single(call => call.Method.EndsWith("/SignIn", StringComparison.Ordinal)).Headers.GetValue(Address);

    private async Task<HttpResponseMessage> SignInAsync(HttpClient client)
    {
        var form = await client.GetStringAsync("/sign-in", Token);
        return await client.PostAsync("/sign-in", new FormUrlEncodedContent(
        [
            new("_handler", "sign-in"), new("__RequestVerificationToken", AntiforgeryToken().Match(form).Groups[1].Value), new("Form.Name", "mika"), new("Form.Password", FakeSessions.Password),
        ]), Token);
    }

    private static HttpClient Client(RunningDashboard dashboard)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false };
        if (dashboard.Address.StartsWith("http:", StringComparison.Ordinal))
        {
            return new HttpClient(new LaxCookies(handler)) { BaseAddress = new Uri(dashboard.Address) };
        }

        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=127.0.0.1";
        return new HttpClient(handler) { BaseAddress = new Uri(dashboard.Address) };
    }

    [GeneratedRegex("__RequestVerificationToken\" value=\"([^\"]*)")]
    private static partial Regex AntiforgeryToken();

    /// <summary>Keeps every cookie: what stands behind a proxy sees no TLS, and the framework's client would hold back what is for TLS alone.</summary>
    private sealed class LaxCookies(SocketsHttpHandler inner) : DelegatingHandler(inner)
    {
        private readonly Dictionary<string, string> jar = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (jar.Count > 0)
            {
                request.Headers.Add("Cookie", string.Join("; ", jar.Select(cookie => $"{cookie.Key}={cookie.Value}")));
            }

            var answer = await base.SendAsync(request, cancellationToken);
            foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
            {
                var (name, value) = cookie.Split(';')[0].Split('=', 2) is [var left, var right] ? (left, right) : ("", "");
                jar[name] = value;
            }

            return answer;
        }
    }
}
