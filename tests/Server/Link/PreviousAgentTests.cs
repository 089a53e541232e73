using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Enrollment;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Proto.Link;
using SovereignFleet.Proto.Metrics;
using SovereignFleet.Server.Telemetry.Codec;
using SovereignFleet.Server.Telemetry.Ranges;
using SovereignFleet.Tests.Proto;
using SovereignFleet.Tests.Server.Api;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Link;

/// <summary>An agent of the version before, before the server of this one.</summary>
[TestClass]
public sealed class PreviousAgentTests
{
    private static readonly string[] Told = ["event-xid", "event-sel", "chunk", "result"];
    private static readonly ulong[] AllButTheFrame = [1, 3, 4, 5, 6];

    private const string Gpu = "GPU-6f1b0c4e-0a53-4a2e-9a61-1f0a52c7be11";

    private static readonly string[] Said = ["event-xid", "event-sel", "chunk", "result"];

    public required TestContext TestContext { get; init; }

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Messages_OfTheVersionBefore_AreStoredAndAcknowledged()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        // What was read then is past its retention: the Frame is of now, and all else as it was said.
        var now = TimeProvider.System.GetUtcNow();
        var read = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)).AddSeconds(-2);
        var (hello, frame) = (PreviousAgent.Message("hello"), PreviousAgent.Message("frame"));
        (hello.Hello.Now, frame.Frame.At) = (now.ToTimestamp(), read.ToTimestamp());
        await using (var stream = new OpenStream(scene, hello.Hello, Token))
        {
            Assert.IsTrue(stream.Stream.Abilities.Obeys("power-cycle"));
            stream.Send([PreviousAgent.Message("inventory"), frame, .. Said.Select(PreviousAgent.Message)]);
            await Until.TrueAsync(
                "all but the Frame of an open minute is acknowledged",
                () => AllButTheFrame.All(sequence => stream.Responses.Acknowledged(hello.SpoolId, sequence)), Token);
        }

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var events = await db.Events.AsNoTracking().ToListAsync(Token);
        Assert.AreEqual((79, Gpu), events.Where(row => row.Kind == EventKinds.Xid).Select(row => (row.Code, row.GpuUuid)).Single());
        Assert.IsEmpty(events.Where(row => row.Kind is EventKinds.MessageRefused or EventKinds.FrameRefused));
        Assert.AreEqual("1650123000001", (await db.Gpus.AsNoTracking().SingleAsync(row => row.Uuid == Gpu, Token)).Serial);
        foreach (var (name, value) in new[] { ("temperature_c", 61.0), ("power_mw", 412_345.0), ("fabric_status", 313.0) })
        {
            var points = await new TelemetryRanges(scene.Database.DataSource)
                .ReadAsync(new HostGpu(scene.Host.Id, Gpu), MetricIndex.Named(name)!, read, read.AddSeconds(1), 1, [], Token);
            Assert.AreEqual(value, points.Single().Mean, name);
        }
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task Services_UnderTheirFormerNames_EnrollAndConnect()
    {
        await using var scene = await ApiScene.StartAsync(TestContext.WriteLine, [], Token);
        var admin = await scene.AsAdministratorAsync(Token);
        var token = await admin.Administration.CreateEnrollmentTokenAsync(new CreateEnrollmentTokenRequest { HostName = scene.Here.Name }, admin.With(Token));
        using var agent = new RawAgent(scene.Server);
        await agent.EnrollAsync(token.Token, scene.Here.Name, Token);
        using var channel = agent.Channel();
        var connect = Method<ConnectRequest, ConnectResponse>(MethodType.DuplexStreaming, "sovereignfleet.link.v1.AgentLink", "Connect", ConnectResponse.Parser);
        var renew = Method<RenewRequest, RenewResponse>(MethodType.Unary, "sovereignfleet.enrollment.v1.Enrollment", "Renew", RenewResponse.Parser);

        using (var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(connect, null, new CallOptions(cancellationToken: Token)))
        {
            await call.RequestStream.WriteAsync(PreviousAgent.Message("hello"), Token);
            Assert.IsTrue(await call.ResponseStream.MoveNext(Token));
            Assert.AreEqual(scene.Here.Name, call.ResponseStream.Current.Welcome.HostName);
        }

        var refused = await Assert.ThrowsExactlyAsync<RpcException>(() => channel.CreateCallInvoker()
            .AsyncUnaryCall(renew, null, new CallOptions(cancellationToken: Token), new RenewRequest()).ResponseAsync);
        Assert.AreEqual(StatusCode.InvalidArgument, refused.StatusCode, "It is reached, and finds the signing request unfit.");
    }

    private static Method<TRequest, TResponse> Method<TRequest, TResponse>(MethodType type, string service, string name, MessageParser<TResponse> parser)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> => new(
            type, service, name,
            Marshallers.Create<TRequest>(message => message.ToByteArray(), (byte[] _) => throw new NotSupportedException("The server asks nothing.")),
            Marshallers.Create<TResponse>(message => message.ToByteArray(), (byte[] bytes) => parser.ParseFrom(bytes)));
}
