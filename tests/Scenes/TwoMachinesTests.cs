using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Scenes;

/// <summary>A copied disk: two machines speak as one Host, each to another replica. Real servers on one database, real certificates.</summary>
[TestClass]
public sealed class TwoMachinesTests(TestContext context) : IAsyncDisposable
{
    private const string Name = "gpu-yul1-01";
    private readonly Stage stage = new(context.WriteLine);

    private CancellationToken Token => context.CancellationToken;

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [TestMethod]
    [Timeout(180_000, CooperativeCancellation = true)]
    public async Task TwoMachines_EachAtAnotherReplica_AreToldToOnCallAndTheOlderStreamEnds()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        string[] settings = ["--Fleet:InventoryFile=" + stage.Write("inventory.json", Inventory), "--Identity:PassphraseFile=" + stage.Write("ca-passphrase", "of both replicas")];
        await using var first = await InProcessServer.StartAsync(stage, database, settings, Token);
        await using var second = await InProcessServer.BeginAsync(stage, database.ConnectionString, settings, Token);
        await Until.Async("the second replica is ready", stop => second.ManagementAsync("/readyz", stop), answer => answer.Status == 200, Token);
        var api = await FleetApi.SignInAsync(stage, first, Token);
        using var right = await EnrolledAsync(api, first);
        using var copy = right.CopyAt(second);

        using var channel = right.Channel();
        using var stream = await SpeakAsync(right, channel);
        await Until.Async(
            "the right machine is heard",
            async stop => (await api.Fleet.GetHostAsync(new GetHostRequest { HostName = Name }, api.With(stop))).Host, host => host.Host.LastHeard is not null, Token);
        using var otherChannel = copy.Channel();
        using var other = await SpeakAsync(copy, otherChannel);

        var alerts = await Until.Async(
            "on-call is told", async stop => await api.Alerts.ListAlertsAsync(new ListAlertsRequest(), api.With(stop)), list => list.Alerts.Any(alert => alert.Name == "HostDuplicated"), Token);
        var told = alerts.Alerts.Single(alert => alert.Name == "HostDuplicated");
        Assert.AreEqual((true, SovereignFleet.Proto.Fleet.Severity.Critical), (told.Firing, told.Severity));
        var ended = await Assert.ThrowsExactlyAsync<RpcException>(async () =>
        {
            while (await stream.ResponseStream.MoveNext(Token))
            {
            }
        });
        Assert.AreEqual((StatusCode.Aborted, "another machine, or this one after a reboot, speaks as the Host since"), (ended.StatusCode, ended.Status.Detail));
    }

    [TestMethod]
    [Timeout(180_000, CooperativeCancellation = true)]
    public async Task AThief_WhoOnlyRenews_EndsTheHostsStreamAndOnCallIsToldWhenTheHostComesBack()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        string[] settings = ["--Fleet:InventoryFile=" + stage.Write("inventory.json", Inventory)];
        await using var server = await InProcessServer.StartAsync(stage, database, settings, Token);
        var api = await FleetApi.SignInAsync(stage, server, Token);
        using var right = await EnrolledAsync(api, server);
        using var channel = right.Channel();
        using var stream = await SpeakAsync(right, channel);
        Assert.IsTrue(await stream.ResponseStream.MoveNext(Token));
        using var thief = right.CopyAt(server);
        await thief.RenewAsync(Token);
        await thief.RenewAsync(Token);

        var ended = await Assert.ThrowsExactlyAsync<RpcException>(() => ReadToEndAsync(stream));
        Assert.AreEqual((StatusCode.Aborted, "another certificate of this Host was taken into use"), (ended.StatusCode, ended.Status.Detail));
        using var again = await RawAgent.ConnectAsync(channel, right.Hello(TimeProvider.System.GetUtcNow()), Token);
        var refused = await Assert.ThrowsExactlyAsync<RpcException>(() => ReadToEndAsync(again));
        Assert.AreEqual(StatusCode.PermissionDenied, refused.StatusCode);
        Assert.Contains("Enroll again with a new token", refused.Status.Detail);
        Assert.AreEqual(StatusCode.PermissionDenied, (await Assert.ThrowsExactlyAsync<RpcException>(() => right.RenewAsync(Token))).StatusCode);

        var alerts = await Until.Async(
            "on-call is told", async stop => await api.Alerts.ListAlertsAsync(new ListAlertsRequest(), api.With(stop)), list => list.Alerts.Any(alert => alert.Name == "CertificateSuperseded"), Token);
        var told = alerts.Alerts.Single(alert => alert.Name == "CertificateSuperseded");
        Assert.AreEqual((true, SovereignFleet.Proto.Fleet.Severity.Critical, Name), (told.Firing, told.Severity, told.HostName));
        var journal = await api.Journal.ListJournalEntriesAsync(new ListJournalEntriesRequest { Kind = "certificate.superseded" }, api.With(Token));
        Assert.Contains("was shown from ipv4:127.0.0.1", journal.Entries.Single().Summary);
    }

    private async Task ReadToEndAsync(AsyncDuplexStreamingCall<ConnectRequest, ConnectResponse> call)
    {
        while (await call.ResponseStream.MoveNext(Token))
        {
            // Settings, acknowledgements.
        }
    }

    private static string Inventory => $$"""
        {"sites": [{"id": "yul1", "name": "Montreal 1", "jurisdiction": "CA", "timeZone": "America/Toronto"}],
         "hosts": [{"name": "{{Name}}", "site": "yul1", "rack": "B07", "u": 12}]}
        """;

    private async Task<RawAgent> EnrolledAsync(FleetApi api, InProcessServer server)
    {
        var token = await api.Administration.CreateEnrollmentTokenAsync(new CreateEnrollmentTokenRequest { HostName = Name }, api.With(Token));
        var agent = new RawAgent(server);
        await agent.EnrollAsync(token.Token, Name, Token);
        return agent;
    }

    /// <summary>Says that it has been up for an hour, and what it reads now.</summary>
    private async Task<AsyncDuplexStreamingCall<ConnectRequest, ConnectResponse>> SpeakAsync(RawAgent agent, Grpc.Net.Client.GrpcChannel channel)
    {
        var now = TimeProvider.System.GetUtcNow();
        var hello = agent.Hello(now);
        hello.Hello.BootedAt = Timestamp.FromDateTimeOffset(now.AddHours(-1));
        var stream = await RawAgent.ConnectAsync(channel, hello, Token);
        // Read after the Hello: what was read before is never now.
        var read = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        await stream.RequestStream.WriteAsync(new ConnectRequest { SpoolId = agent.SpoolId, Sequence = 1, Frame = new Frame { At = read } }, Token);
        return stream;
    }
}
