using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Api;

/// <summary>The agents' listener, with real certificates over real TLS.</summary>
[TestClass]
public sealed class AgentDoorTests
{
    private const int OverTheLimit = 1024 * 1024 + 1;

    // What a client makes of a handshake that was broken off, by where it stood.
    private static readonly StatusCode[] HungUp = [StatusCode.Unavailable, StatusCode.Internal];

    public required TestContext TestContext { get; init; }

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task Enroll_ThenRenew_BothCertificatesOpenAStreamAndTheTokenIsSpent()
    {
        await using var scene = await ApiScene.StartAsync(TestContext.WriteLine, [], Token);
        var token = await TokenAsync(scene);
        using var agent = new RawAgent(scene.Server);
        await agent.EnrollAsync(token, scene.Here.Name, Token);
        Assert.AreEqual(scene.Here.Name, await WelcomeAsync(agent));

        var serial = await agent.RenewAsync(Token);
        Assert.AreNotEqual(serial, await agent.RenewAsync(Token));
        Assert.AreEqual(scene.Here.Name, await WelcomeAsync(agent));

        using var second = new RawAgent(scene.Server);
        Assert.AreEqual(StatusCode.AlreadyExists, await RefusedAsync(() => second.EnrollAsync(token, scene.Here.Name, Token)));
        var admin = await AdminAsync(scene);
        var journal = await admin.Journal.ListJournalEntriesAsync(new ListJournalEntriesRequest { Kind = "access.denied" }, admin.With(Token));
        Assert.Contains("anonymous:127.0.0.1 was refused /sovereignfleet.enrollment.v1.EnrollmentService/Enroll: a token that was spent already.", journal.Entries.Select(entry => entry.Summary).ToArray());
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task Connect_WithoutACertificateOrWithAnotherAuthoritys_IsRefused()
    {
        await using var scene = await ApiScene.StartAsync(TestContext.WriteLine, [], Token);
        using var nobody = new RawAgent(scene.Server);
        Assert.AreEqual(StatusCode.Unauthenticated, await RefusedAsync(() => WelcomeAsync(nobody)));
        Assert.AreEqual(StatusCode.PermissionDenied, await RefusedAsync(() => nobody.RenewAsync(Token)));

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=another authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var authority = request.CreateSelfSigned(now.AddHours(-1), now.AddHours(1));
        using var forger = new RawAgent(scene.Server);
        forger.IdentifyBy(authority, scene.Here.Id);
        // The handshake ends before there is a status to send.
        Assert.Contains(await RefusedAsync(() => WelcomeAsync(forger)), HungUp);
        Assert.Contains(await RefusedAsync(() => forger.RenewAsync(Token)), HungUp);
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task Connect_WithACertificateThatNamesWhereItsIssuerIs_TheServerGoesNowhere()
    {
        await using var scene = await ApiScene.StartAsync(TestContext.WriteLine, [], Token);
        using var elsewhere = new TcpListener(IPAddress.Loopback, 0);
        elsewhere.Start();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=another authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var authority = request.CreateSelfSigned(now.AddHours(-1), now.AddHours(1));
        using var forger = new RawAgent(scene.Server);
        forger.IdentifyBy(authority, scene.Here.Id, issuerAt: $"http://{elsewhere.LocalEndpoint}/issuer.crt");

        Assert.Contains(await RefusedAsync(() => WelcomeAsync(forger)), HungUp);
        Assert.IsFalse(elsewhere.Pending(), "A stranger's certificate made the server call an address of the stranger's choice.");
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task Revoke_EndsTheOpenStreamAndEveryNewOne()
    {
        await using var scene = await ApiScene.StartAsync(TestContext.WriteLine, [], Token);
        using var agent = new RawAgent(scene.Server);
        await agent.EnrollAsync(await TokenAsync(scene), scene.Here.Name, Token);
        using var channel = agent.Channel();
        using var call = await RawAgent.ConnectAsync(channel, agent.Hello(TimeProvider.System.GetUtcNow()), Token);
        Assert.IsTrue(await call.ResponseStream.MoveNext(Token));

        var admin = await AdminAsync(scene);
        await admin.Administration.RevokeHostCertificateAsync(new RevokeHostCertificateRequest { HostName = scene.Here.Name }, admin.With(Token));

        var ended = await Assert.ThrowsExactlyAsync<RpcException>(() => ReadToEndAsync(call));
        Assert.AreEqual((StatusCode.Aborted, "the certificate was revoked"), (ended.StatusCode, ended.Status.Detail));
        Assert.AreEqual(StatusCode.Unauthenticated, await RefusedAsync(() => WelcomeAsync(agent)));
        Assert.AreEqual(StatusCode.PermissionDenied, await RefusedAsync(() => agent.RenewAsync(Token)));
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task Message_OverTheLimit_EndsTheStreamWithTheReasonAndTheNextStreamIsWelcome()
    {
        await using var scene = await ApiScene.StartAsync(TestContext.WriteLine, [], Token);
        using var agent = new RawAgent(scene.Server);
        await agent.EnrollAsync(await TokenAsync(scene), scene.Here.Name, Token);
        using (var channel = agent.Channel())
        using (var call = await RawAgent.ConnectAsync(channel, agent.Hello(TimeProvider.System.GetUtcNow()), Token))
        {
            Assert.IsTrue(await call.ResponseStream.MoveNext(Token));
            var tooMuch = new ConnectRequest { SpoolId = agent.SpoolId, Sequence = 1, Event = new Event { Text = new string('x', OverTheLimit) } };
            var ended = await RawAgent.RefusalAsync(call, tooMuch, Token);
            Assert.Contains("exceeds the maximum configured message size", ended.Status.Detail);
        }

        Assert.AreEqual(scene.Here.Name, await WelcomeAsync(agent));
    }

    private async Task<string> TokenAsync(ApiScene scene)
    {
        var admin = await AdminAsync(scene);
        var token = await admin.Administration.CreateEnrollmentTokenAsync(new CreateEnrollmentTokenRequest { HostName = scene.Here.Name }, admin.With(Token));
        return token.Token;
    }

    private Task<FleetApi> AdminAsync(ApiScene scene) => scene.AsAdministratorAsync(Token);

    private async Task<string> WelcomeAsync(RawAgent agent)
    {
        using var channel = agent.Channel();
        using var call = await RawAgent.ConnectAsync(channel, agent.Hello(TimeProvider.System.GetUtcNow()), Token);
        Assert.IsTrue(await call.ResponseStream.MoveNext(Token));
        return call.ResponseStream.Current.Welcome.HostName;
    }

    private async Task ReadToEndAsync(AsyncDuplexStreamingCall<ConnectRequest, ConnectResponse> call)
    {
        while (await call.ResponseStream.MoveNext(Token))
        {
            // Settings, acknowledgements.
        }
    }

    private static async Task<StatusCode> RefusedAsync(Func<Task> act) => (await Assert.ThrowsExactlyAsync<RpcException>(act)).StatusCode;
}
