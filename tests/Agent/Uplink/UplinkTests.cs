using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SovereignFleet.Agent;
using SovereignFleet.Agent.Commands;
using SovereignFleet.Agent.Spool;
using SovereignFleet.Agent.Uplink;
using SovereignFleet.Agent.Uplink.Identity;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Support;
using Body = SovereignFleet.Proto.Link.ConnectRequest.BodyOneofCase;

namespace SovereignFleet.Tests.Agent.Uplink;

/// <summary>A whole agent without sensors against a server that the test commands.</summary>
[TestClass]
public sealed class UplinkTests(TestContext context) : IAsyncDisposable
{
    private readonly TestFolder folder = new();
    private readonly FakeControlPlane server = FakeControlPlane.Create();

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        folder.Dispose();
    }

    [TestMethod]
    public async Task Run_NewHost_EnrollsAndSendsHelloThenInventory()
    {
        await server.StartAsync(context.CancellationToken);

        using var agent = await StartAgentAsync();

        await ReceivedAsync(Body.Inventory);
        await ReceivedAsync(Body.Frame);
        Assert.AreEqual(Body.Hello, server.Link.Received[0].BodyCase);
        Assert.AreEqual("secret", server.Enrollment.Tokens.Single());
        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.Below("data/pki/identity.pem")));
        await agent.StopAsync(context.CancellationToken);
    }

    [TestMethod]
    public async Task Hello_OfThisAgent_SaysWhatItCanDo()
    {
        await server.StartAsync(context.CancellationToken);
        using var agent = await StartAgentAsync();
        await ReceivedAsync(Body.Hello);

        var said = server.Link.Of(Body.Hello)[0].Hello.Capabilities;

        Assert.AreEqual(LinkVersion.Current, said.LinkVersion);
        Assert.AreSequenceEqual(agent.Services.GetRequiredService<ICommandQueue>().Obeys, said.Commands);
        Assert.AreSequenceEqual(LinkVersion.FirstFeatures, said.Features);
        var run = server.Link.Of(Body.Hello)[0].Hello.RunId;
        Assert.IsTrue(Guid.TryParse(run, out _));
        Assert.IsEmpty(
            Directory.GetFiles(folder.Below("data"), "*", SearchOption.AllDirectories).Where(file => File.ReadAllText(file).Contains(run, StringComparison.Ordinal)),
            "A copy of the disk must not have it.");
        await agent.StopAsync(context.CancellationToken);
    }

    [TestMethod]
    public async Task Run_StreamBrokenBeforeAck_SendsTheSameAgainUntilAcknowledged()
    {
        await server.StartAsync(context.CancellationToken);
        using var agent = await StartAgentAsync();
        var spool = agent.Services.GetRequiredService<MessageSpool>();
        await ReceivedAsync(Body.Inventory);
        var first = server.Link.Of(Body.Inventory)[0];

        server.Link.Forget();
        server.Link.Break();
        await ReceivedAsync(Body.Inventory);
        Assert.AreEqual(first, server.Link.Of(Body.Inventory)[0]);

        server.Link.Acknowledging = true;
        server.Link.Break();
        await Until.TrueAsync("the spool is empty", () => spool.Waiting == 0, context.CancellationToken);
        server.Link.Forget();
        server.Link.Break();
        await ReceivedAsync(Body.Frame);
        Assert.IsEmpty(server.Link.Of(Body.Inventory));
        await agent.StopAsync(context.CancellationToken);
    }

    [TestMethod]
    public async Task Run_BacklogAfterOutage_SendsEventsThenLiveThenBacklog()
    {
        using (var spool = MessageSpool.Open(Options().Spool))
        {
            for (var second = 0; second < 3000; second++)
            {
                spool.Append(new ConnectRequest { Frame = new Frame { At = new Timestamp { Seconds = second } } });
            }

            spool.Append(new ConnectRequest { Event = new Event { Text = "old but first", Kind = "xid" } });
        }

        await server.StartAsync(context.CancellationToken);
        using var agent = await StartAgentAsync();
        await Until.TrueAsync("the window is full", () => OldFrames().Count == 2000, context.CancellationToken);
        var spooled = server.Link.Of(Body.Hello)[0].Hello.Spooled;
        Assert.IsGreaterThan(3000UL, spooled);
        Assert.IsTrue(OldFrames().All(old => old.Sequence <= spooled), "what is numbered up to it was read before");
        server.Link.Forget();
        await ReceivedAsync(Body.Frame);

        Assert.IsEmpty(OldFrames(), "an unacknowledged backlog must not grow");
        server.Link.Acknowledging = true;
        server.Link.Break();
        await Until.TrueAsync("all is acknowledged", () => agent.Services.GetRequiredService<MessageSpool>().Waiting <= 1, context.CancellationToken);
        var resent = server.Link.Received.SkipWhile(message => message.BodyCase is not Body.Hello).ToList();
        Assert.AreEqual("old but first", resent.First(message => message.BodyCase is Body.Event).Event.Text);
        Assert.IsLessThan(resent.FindIndex(message => message.BodyCase is Body.Frame), resent.FindIndex(message => message.BodyCase is Body.Event));
        Assert.HasCount(3000, OldFrames().Select(message => message.Sequence).Distinct().ToList());
        await agent.StopAsync(context.CancellationToken);
    }

    [TestMethod]
    public async Task Run_CertificatePastHalfLife_RenewsAndReconnectsWithTheNewOne()
    {
        await server.StartAsync(context.CancellationToken);
        server.Enrollment.Age = TimeSpan.FromHours(14);

        using var agent = await StartAgentAsync();

        await Until.TrueAsync(
            "the second certificate is shown",
            () => server.Enrollment.Issued.Count == 2 && server.Link.Serials.Contains(server.Enrollment.Issued[1]),
            context.CancellationToken);
        Assert.AreEqual(1, server.Enrollment.Renewals);
        await agent.StopAsync(context.CancellationToken);
    }

    [TestMethod]
    public async Task Run_RenewalIssuedAndItsAnswerLost_ShowsTheOldOneAndAsksAgainAfterARestart()
    {
        await server.StartAsync(context.CancellationToken);
        server.Enrollment.Age = TimeSpan.FromHours(14);
        server.Enrollment.LosesNextRenewal = true;
        using (var first = await StartAgentAsync())
        {
            await Until.TrueAsync("the answer is lost", () => server.Enrollment.Renewals == 1, context.CancellationToken);
            await first.StopAsync(context.CancellationToken);
        }

        using var agent = await StartAgentAsync();

        await Until.TrueAsync(
            "the third certificate is shown",
            () => server.Enrollment.Issued.Count == 3 && server.Link.Serials.Contains(server.Enrollment.Issued[2]),
            context.CancellationToken);
        Assert.DoesNotContain(server.Enrollment.Issued[1], server.Link.Serials);
        await agent.StopAsync(context.CancellationToken);
    }

    [TestMethod]
    public async Task Run_Command_IsAnsweredOnceThoughItComesTwice()
    {
        await server.StartAsync(context.CancellationToken);
        var lamp = new CountingAction();
        using var agent = await StartAgentAsync(lamp);
        await ReceivedAsync(Body.Frame);
        const string One = "01a225c3-32e0-78de-8f40-a8725b234f01";
        const string Two = "01a225c3-32e0-78de-8f40-a8725b234f02";
        var soon = TimeProvider.System.GetUtcNow().AddMinutes(10).ToTimestamp();
        var command = new ConnectResponse { Command = new Command { Id = One, ExpiresAt = soon, Identify = new Identify { On = true } } };

        await server.Link.SendAsync(command);
        await server.Link.SendAsync(command);
        await server.Link.SendAsync(new ConnectResponse { Command = new Command { Id = Two, ExpiresAt = soon, ReadPower = new ReadPower() } });

        await Until.TrueAsync("both are answered", () => server.Link.Of(Body.Result).Any(message => message.Result.CommandId == Two), context.CancellationToken);
        Assert.AreEqual(1, lamp.Runs);
        Assert.AreEqual(CommandResult.Types.Outcome.Done, server.Link.Of(Body.Result).Single(message => message.Result.CommandId == One).Result.Outcome);
        Assert.AreEqual(CommandResult.Types.Outcome.Refused, server.Link.Of(Body.Result).Single(message => message.Result.CommandId == Two).Result.Outcome);
        await agent.StopAsync(context.CancellationToken);
    }

    /// <summary>gRPC tells our own end of a call as an RpcException: it went through as a fault of the service at each stop.</summary>
    [TestMethod]
    public async Task Stop_WhileConnected_IsNoFault()
    {
        await server.StartAsync(context.CancellationToken);
        using var agent = await StartAgentAsync();
        await ReceivedAsync(Body.Frame);

        await agent.StopAsync(context.CancellationToken);

        Assert.IsFalse(agent.Services.GetRequiredService<UplinkLoop>().ExecuteTask!.IsFaulted);
    }

    private List<ConnectRequest> OldFrames() => [.. server.Link.Of(Body.Frame).Where(message => message.Frame.At.Seconds < 3000)];

    private AgentOptions Options() => new()
    {
        Server = server.Address,
        EnrollmentToken = server.Token,
        HostName = "gpu-test-01",
        DataFolder = folder.Below("data"),
    };

    private async Task<IHost> StartAgentAsync(params ICommandAction[] actions)
    {
        var agent = AgentHost.Build(Options(), builder =>
        {
            foreach (var action in actions)
            {
                builder.Services.AddSingleton(action);
            }
        });
        await agent.StartAsync(context.CancellationToken);
        return agent;
    }

    private Task ReceivedAsync(Body body) =>
        Until.TrueAsync($"{body} received", () => server.Link.Of(body).Count > 0, context.CancellationToken);
}
