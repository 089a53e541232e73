using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Api;

/// <summary>Whoever can only knock: an answer that says what is wrong, little in the log, and no more connections than are good for the others.</summary>
[TestClass]
public sealed class StrangerTests
{
    private const int Knocks = 50;

    public required TestContext TestContext { get; init; }

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    [DataRow("api", "/sovereignfleet.fleet.v1.FleetViewService/GetFleet")]
    [DataRow("api", "/sovereignfleet.fleet.v1.FleetViewService/WatchFleet")]
    [DataRow("agents", "/sovereignfleet.enrollment.v1.EnrollmentService/Enroll")]
    [DataRow("agents", "/sovereignfleet.link.v1.AgentLinkService/Connect")]
    public async Task Calls_ThatCannotBeRead_FillNoLog(string door, string path)
    {
        await using var scene = await ApiScene.StartAsync(TestContext.WriteLine, [], Token);
        var log = Keep(scene);
        using var client = new HttpClient(TrustedAuthority.Handler(scene.Server));
        for (var knock = 0; knock < Knocks; knock++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, (door == "api" ? scene.Server.ApiUrl : scene.Server.AgentsUrl) + path)
            {
                Version = HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = new ByteArrayContent([0, 0, 0, 11, 184, .. Enumerable.Repeat((byte)0x0B, 3000)]),
            };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
            using var answer = await client.SendAsync(request, Token);
            // Connect asks for a certificate before it reads.
            var status = (answer.Headers.TryGetValues("grpc-status", out var early) ? early : answer.TrailingHeaders.GetValues("grpc-status")).Single();
            Assert.AreEqual(path.EndsWith("Connect", StringComparison.Ordinal) ? "16" : "3", status);
        }

        Assert.IsLessThan(2000, log.Text.Length, log.Text);
        var metrics = await scene.Server.ManagementAsync("/metrics", Token);
        StringAssert.Contains(metrics.Text, "fleet_calls_refused");
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    [DataRow("{\"name\": ", HttpStatusCode.BadRequest)]
    [DataRow("{\"name\": \"\\u0000\", \"password\": \"x\"}", HttpStatusCode.BadRequest)]
    [DataRow("{\"name\": \"\\ud800\", \"password\": \"x\"}", HttpStatusCode.BadRequest)]
    public async Task Json_ThatCannotBe_IsABadRequestAndFillsNoLog(string json, HttpStatusCode expected)
    {
        await using var scene = await ApiScene.StartAsync(TestContext.WriteLine, [], Token);
        var log = Keep(scene);
        using var client = new HttpClient(TrustedAuthority.Handler(scene.Server));
        for (var knock = 0; knock < Knocks; knock++)
        {
            using var content = new StringContent(json, Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync(scene.Server.ApiUrl + "/v1/session", content, Token);
            Assert.AreEqual(expected, answer.StatusCode, await answer.Content.ReadAsStringAsync(Token));
        }

        Assert.IsLessThan(2000, log.Text.Length, log.Text);
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task Connections_OfOneAddress_HaveABoundAndTheNextIsLetInWhenOneLeaves()
    {
        await using var scene = await ApiScene.StartAsync(TestContext.WriteLine, [], Token);
        var place = new Uri(scene.Server.ManagementUrl);
        using var stage = new ConnectionList();
        while (await stage.OpenAsync(place, Token))
        {
            Assert.IsLessThan(1000, stage.Count);
        }

        stage.CloseOne();
        await Until.Async("there is room again", stop => stage.OpenAsync(place, stop), opened => opened, Token);
    }

    private static KeptProvider Keep(ApiScene scene)
    {
        var kept = new KeptProvider();
        scene.Server.Services.GetRequiredService<ILoggerFactory>().AddProvider(kept);
        return kept;
    }

    private sealed class KeptProvider : ILoggerProvider, ILogger
    {
        private readonly StringBuilder lines = new();

        public string Text
        {
            get
            {
                lock (lines)
                {
                    return lines.ToString();
                }
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (lines)
            {
                lines.AppendLine(formatter(state, exception)).Append(exception);
            }
        }

        public void Dispose()
        {
        }
    }

    private sealed class ConnectionList : IDisposable
    {
        private static readonly byte[] Question = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray();
        private readonly List<TcpClient> clients = [];

        public int Count => clients.Count;

        /// <returns>Whether it is answered.</returns>
        public async Task<bool> OpenAsync(Uri place, CancellationToken cancellationToken)
        {
            var client = new TcpClient();
            clients.Add(client);
            try
            {
                await client.ConnectAsync(place.Host, place.Port, cancellationToken);
                await client.GetStream().WriteAsync(Question, cancellationToken);
                return await client.GetStream().ReadAsync(new byte[1], cancellationToken) == 1;
            }
            catch (Exception error) when (error is IOException or SocketException)
            {
                return false;
            }
        }

        public void CloseOne() => clients[0].Dispose();

        public void Dispose() => clients.ForEach(client => client.Dispose());
    }
}
