using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Support;
using LinkEvent = SovereignFleet.Proto.Link.Event;

namespace SovereignFleet.Tests.Scenes;

/// <summary>A real server before agents that lie, repeat themselves, talk too much or have the wrong time.</summary>
[TestClass]
public sealed class BadAgentTests
{
    private const string Host = "gpu-yul1-01";
    private const int TooMuch = 5 * 1024 * 1024;

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Server_BadAgents_AreRefusedWithAReasonAndHarmNobody()
    {
        var cancellation = TestContext.CancellationToken;
        await using var stage = new Stage(TestContext.WriteLine);
        var server = await ServerProcess.StartAsync(stage, new Dictionary<string, string>(), cancellation);
        var api = await FleetApi.SignInAsync(stage, server, cancellation);
        await DeclareAsync(api, cancellation);
        var token = await api.Administration.CreateEnrollmentTokenAsync(
            new CreateEnrollmentTokenRequest { HostName = Host }, api.With(cancellation));
        using var agent = new RawAgent(server);
        await agent.EnrollAsync(token.Token, Host, cancellation);

        await TokenIsSpentAsync(server, token.Token, cancellation);
        await ForgedCertificateIsRefusedAsync(server, cancellation);
        await FrameOverTheLimitEndsTheStreamAsync(agent, cancellation);
        await ClockAnHourOffLosesNothingAsync(agent, api, cancellation);
    }

    private static async Task TokenIsSpentAsync(ServerProcess server, string token, CancellationToken cancellation)
    {
        using var second = new RawAgent(server);
        var refused = await Assert.ThrowsExactlyAsync<RpcException>(() => second.EnrollAsync(token, Host, cancellation));
        Assert.AreEqual(StatusCode.AlreadyExists, refused.StatusCode);
        Assert.AreNotEqual("", refused.Status.Detail);
    }

    private static async Task ForgedCertificateIsRefusedAsync(ServerProcess server, CancellationToken cancellation)
    {
        using var forger = new RawAgent(server);
        forger.ForgeIdentity(Guid.NewGuid());
        using var channel = forger.Channel();
        using var call = new AgentLinkService.AgentLinkServiceClient(channel).Connect(cancellationToken: cancellation);
        var refused = await RawAgent.RefusalAsync(call, forger.Hello(TimeProvider.System.GetUtcNow()), cancellation);
        // The handshake ends before there is a status to send: what it is called is the client's, by how far it had come.
        Assert.IsTrue(refused.StatusCode is StatusCode.Unavailable or StatusCode.Internal, refused.Message);
        Assert.Contains("HTTP", refused.Status.Detail);
    }

    private static async Task FrameOverTheLimitEndsTheStreamAsync(RawAgent agent, CancellationToken cancellation)
    {
        using var channel = agent.Channel();
        using var call = await RawAgent.ConnectAsync(channel, agent.Hello(TimeProvider.System.GetUtcNow()), cancellation);
        await WelcomedAsync(call, cancellation);
        var tooMuch = new LinkEvent { Kind = "xid", Source = "kernel-log", Text = new string('x', TooMuch) };
        var refused = await RawAgent.RefusalAsync(call, Message(agent, 1, tooMuch), cancellation);
        Assert.AreEqual(StatusCode.Aborted, refused.StatusCode, refused.Message);
        Assert.Contains("exceeds the maximum configured message size", refused.Status.Detail);
    }

    /// <summary>The same agent connects again after that; its Event keeps its own time, and is there.</summary>
    private static async Task ClockAnHourOffLosesNothingAsync(RawAgent agent, FleetApi api, CancellationToken cancellation)
    {
        var wrong = TimeProvider.System.GetUtcNow().AddHours(1);
        using var channel = agent.Channel();
        using var call = await RawAgent.ConnectAsync(channel, agent.Hello(wrong), cancellation);
        await WelcomedAsync(call, cancellation);
        var seen = new LinkEvent
        {
            At = Timestamp.FromDateTimeOffset(wrong),
            Kind = "xid",
            Code = 79,
            Count = 1,
            Source = "kernel-log",
            Text = "NVRM: Xid (PCI:0000:05:00): 79, GPU has fallen off the bus.",
        };
        await call.RequestStream.WriteAsync(Message(agent, 1, seen), cancellation);
        while (await call.ResponseStream.MoveNext(cancellation) && call.ResponseStream.Current.Ack is null)
        {
        }

        await Until.Async(
            "the Host's Condition fires",
            async stop => (await api.Conditions.ListConditionsAsync(new ListConditionsRequest { HostName = Host }, api.With(stop))).Conditions,
            conditions => conditions.Any(condition => condition.Code == "xid-79" && condition.State == ConditionState.Firing),
            cancellation);
        var fleet = (await api.Fleet.GetFleetAsync(new GetFleetRequest(), api.With(cancellation))).Fleet;
        Assert.AreEqual(Host, fleet.Hosts.Single().Name);
    }

    private static async Task WelcomedAsync(
        AsyncDuplexStreamingCall<ConnectRequest, ConnectResponse> call, CancellationToken cancellation)
    {
        Assert.IsTrue(await call.ResponseStream.MoveNext(cancellation));
        Assert.AreEqual(Host, call.ResponseStream.Current.Welcome.HostName);
    }

    private static ConnectRequest Message(RawAgent agent, ulong sequence, LinkEvent happened) =>
        new() { SpoolId = agent.SpoolId, Sequence = sequence, Event = happened };

    private static async Task DeclareAsync(FleetApi api, CancellationToken cancellation) =>
        await api.Administration.ApplyInventoryAsync(
            new ApplyInventoryRequest
            {
                Json = """
                    {"sites": [{"id": "yul1", "name": "Montreal 1", "jurisdiction": "CA", "timeZone": "America/Toronto"}],
                     "hosts": [{"name": "gpu-yul1-01", "site": "yul1", "rack": "B07", "u": 12}]}
                    """,
            },
            api.With(cancellation));
}
