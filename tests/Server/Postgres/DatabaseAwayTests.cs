using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Npgsql;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Postgres.Embedded;
using SovereignFleet.Tests.Support;
using LinkEvent = SovereignFleet.Proto.Link.Event;

namespace SovereignFleet.Tests.Server.Postgres;

/// <summary>The server before its database and through an outage of it: no loop ends, the agent's stream stays open, nothing is lost.</summary>
[TestClass]
public sealed class DatabaseAwayTests
{
    private const string HostName = "gpu-yul1-01";
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(10);

    public required TestContext TestContext { get; init; }

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(180_000, CooperativeCancellation = true)]
    public async Task Database_AwayAtStartAndForTenSecondsLater_NothingEndsAndNothingIsLost()
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var postgres = new EmbeddedPostgres(new EmbeddedPostgresOptions { Folder = Path.Combine(stage.Root, "postgres"), Durable = false });
        try
        {
            var server = await InProcessServer.BeginAsync(stage, postgres.ConnectionString, [], Token);
            Assert.AreEqual(200, (await server.ManagementAsync("/healthz", Token)).Status);
            var (status, text) = await server.ManagementAsync("/readyz", Token);
            Assert.AreEqual(503, status);
            Assert.StartsWith("Waits for the database", text);
            await postgres.StartAsync(Token);
            await server.ReadyAsync(Token);

            using var agent = await EnrolledAsync(stage, server);
            using var channel = agent.Channel();
            using var call = await RawAgent.ConnectAsync(channel, agent.Hello(TimeProvider.System.GetUtcNow()), Token);
            await SendAsync(call, agent, 1);
            await AcknowledgedAsync(call, 1);
            await postgres.StopAsync(Token);
            for (var sequence = 2UL; sequence <= 11; sequence++)
            {
                await SendAsync(call, agent, sequence);
                await Task.Delay(Outage / 10, Token);
            }

            Assert.AreEqual(200, (await server.ManagementAsync("/healthz", Token)).Status);
            Assert.AreEqual(503, (await server.ManagementAsync("/readyz", Token)).Status);
            await postgres.StartAsync(Token);
            await AcknowledgedAsync(call, 11);
            await server.ReadyAsync(Token);
            Assert.IsFalse(server.IsStopping);
            Assert.AreEqual(11L, await ScalarAsync(postgres.ConnectionString, "SELECT count(*) FROM events WHERE kind = 'xid'"));
        }
        finally
        {
            await stage.DisposeOwnedAsync();
            NpgsqlConnection.ClearAllPools();
            await postgres.StopAsync(CancellationToken.None);
        }
    }

    private async Task<RawAgent> EnrolledAsync(Stage stage, InProcessServer server)
    {
        var api = await FleetApi.SignInAsync(stage, server, Token);
        await api.Administration.ApplyInventoryAsync(
            new ApplyInventoryRequest
            {
                Json = """
                    {"sites": [{"id": "yul1", "name": "Montreal 1", "jurisdiction": "CA", "timeZone": "America/Toronto"}],
                     "hosts": [{"name": "gpu-yul1-01", "site": "yul1", "rack": "B07", "u": 12}]}
                    """,
            },
            api.With(Token));
        var token = await api.Administration.CreateEnrollmentTokenAsync(new CreateEnrollmentTokenRequest { HostName = HostName }, api.With(Token));
        var agent = new RawAgent(server);
        await agent.EnrollAsync(token.Token, HostName, Token);
        return agent;
    }

    private Task SendAsync(AsyncDuplexStreamingCall<ConnectRequest, ConnectResponse> call, RawAgent agent, ulong sequence) => call.RequestStream.WriteAsync(
        new ConnectRequest
        {
            SpoolId = agent.SpoolId,
            Sequence = sequence,
            Event = new LinkEvent { At = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow()), Kind = "xid", Code = 13, Count = 1, Source = "kernel-log", Text = "NVRM: Xid (PCI:0000:05:00): 13" },
        },
        Token);

    private async Task AcknowledgedAsync(AsyncDuplexStreamingCall<ConnectRequest, ConnectResponse> call, ulong sequence)
    {
        while (await call.ResponseStream.MoveNext(Token))
        {
            if (call.ResponseStream.Current.Ack?.Ranges.Any(range => range.First <= sequence && sequence <= range.Last) == true)
            {
                return;
            }
        }

        Assert.Fail("The stream ended before the message was acknowledged.");
    }

    private async Task<long> ScalarAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(Token))!;
    }
}
