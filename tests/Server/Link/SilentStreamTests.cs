using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Server.Api;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Link;

/// <summary>An agent that holds a stream open and says nothing, over real TLS: it is told why it is sent away, and the log has no stack of it.</summary>
[TestClass]
public sealed class SilentStreamTests
{
    public required TestContext TestContext { get; init; }

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task Connect_WithoutAHello_IsEndedAndTold()
    {
        await using var scene = await ApiScene.StartAsync(TestContext.WriteLine, ["--Link:HelloTimeout=00:00:01"], Token);
        var failures = Keep(scene);
        using var agent = await EnrolledAsync(scene);
        using var channel = agent.Channel();
        using var call = new AgentLinkService.AgentLinkServiceClient(channel).Connect(cancellationToken: Token);

        var refused = await Assert.ThrowsExactlyAsync<RpcException>(() => call.ResponseStream.MoveNext(Token));

        Assert.AreEqual(StatusCode.DeadlineExceeded, refused.StatusCode);
        StringAssert.Contains(refused.Status.Detail, "Link:HelloTimeout");
        Assert.AreEqual("", failures.Text);
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task Connect_ThatSaysNothingAfterItsHello_IsEndedAndTold()
    {
        await using var scene = await ApiScene.StartAsync(TestContext.WriteLine, ["--Link:SilenceTimeout=00:00:03"], Token);
        var failures = Keep(scene);
        using var agent = await EnrolledAsync(scene);
        using var channel = agent.Channel();
        using var call = await RawAgent.ConnectAsync(channel, agent.Hello(TimeProvider.System.GetUtcNow()), Token);

        var refused = await Assert.ThrowsExactlyAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext(Token))
            {
                // Welcome, Settings.
            }
        });

        Assert.AreEqual("it said nothing for 3 s (Link:SilenceTimeout)", refused.Status.Detail);
        Assert.AreEqual("", failures.Text);
    }

    private async Task<RawAgent> EnrolledAsync(ApiScene scene)
    {
        var admin = await scene.AsAdministratorAsync(Token);
        var token = await admin.Administration.CreateEnrollmentTokenAsync(new CreateEnrollmentTokenRequest { HostName = scene.Here.Name }, admin.With(Token));
        var agent = new RawAgent(scene.Server);
        await agent.EnrollAsync(token.Token, scene.Here.Name, Token);
        return agent;
    }

    private static FailureProvider Keep(ApiScene scene)
    {
        var kept = new FailureProvider();
        scene.Server.Services.GetRequiredService<ILoggerFactory>().AddProvider(kept);
        return kept;
    }

    /// <summary>What is logged with an exception.</summary>
    private sealed class FailureProvider : ILoggerProvider, ILogger
    {
        private volatile string text = "";

        public string Text => text;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (exception is not null && logLevel >= LogLevel.Warning)
            {
                text = formatter(state, exception) + exception;
            }
        }

        public void Dispose()
        {
            // It holds nothing.
        }
    }
}
