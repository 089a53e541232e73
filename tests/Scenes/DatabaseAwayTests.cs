using Npgsql;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Server.Postgres.Embedded;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Scenes;

/// <summary>A real Postgres that is away when the server starts, and again in the middle: the server says so, and nothing that
/// the agent read meanwhile is lost.</summary>
[TestClass]
public sealed class DatabaseAwayTests
{
    private const string Host = "gpu-yul1-01";
    private const int Gpus = 4;

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Postgres_AwayAtStartAndInTheMiddle_ServerWaitsAndNoEventIsLost()
    {
        Needs.Programs("gcc", "clang");
        var cancellation = TestContext.CancellationToken;
        await using var stage = new Stage(TestContext.WriteLine);
        var postgres = new EmbeddedPostgres(new EmbeddedPostgresOptions { Folder = Path.Combine(stage.Root, "postgres"), Durable = false });
        var server = ServerProcess.Begin(
            stage, new Dictionary<string, string> { ["Database:ConnectionString"] = postgres.ConnectionString });
        try
        {
            await NotReadyAsync(server, "Waits for the database", cancellation);
            await postgres.StartAsync(cancellation);
            await server.ReadyAsync(cancellation);
            var api = await FleetApi.SignInAsync(stage, server, cancellation);
            var kernelLog = await StartAgentAsync(stage, server, api, cancellation);
            kernelLog.Write(XidLines.DoubleBitError(GpuScenario.Pci(0)));
            await EventsAreAsync(postgres, 1, cancellation);

            await postgres.StopAsync(cancellation);
            await NotReadyAsync(server, "", cancellation);
            for (var gpu = 1; gpu < Gpus; gpu++)
            {
                kernelLog.Write(XidLines.DoubleBitError(GpuScenario.Pci(gpu)));
            }

            NpgsqlConnection.ClearAllPools();
            await postgres.StartAsync(cancellation);
            await server.ReadyAsync(cancellation);
            await EventsAreAsync(postgres, Gpus, cancellation);
        }
        finally
        {
            NpgsqlConnection.ClearAllPools();
            await server.Process.StopAsync();
            await postgres.StopAsync(CancellationToken.None);
        }
    }

    private static async Task NotReadyAsync(ServerProcess server, string reason, CancellationToken cancellation)
    {
        using var client = new HttpClient();
        await Until.Async(
            "the server says that it is not ready, and why",
            async stop =>
            {
                using var answer = await client.GetAsync(server.ManagementUrl + "/readyz", stop);
                return (answer.IsSuccessStatusCode, Text: await answer.Content.ReadAsStringAsync(stop));
            },
            answer => !answer.IsSuccessStatusCode && answer.Text.Contains(reason, StringComparison.Ordinal),
            cancellation);
    }

    private static async Task<KernelLogFeed> StartAgentAsync(
        Stage stage, ServerProcess server, FleetApi api, CancellationToken cancellation)
    {
        await api.Administration.ApplyInventoryAsync(
            new ApplyInventoryRequest
            {
                Json = """
                    {"sites": [{"id": "yul1", "name": "Montreal 1", "jurisdiction": "CA", "timeZone": "America/Toronto"}],
                     "hosts": [{"name": "gpu-yul1-01", "site": "yul1", "rack": "B07", "u": 12}]}
                    """,
            },
            api.With(cancellation));
        var token = await api.Administration.CreateEnrollmentTokenAsync(
            new CreateEnrollmentTokenRequest { HostName = Host }, api.With(cancellation));
        var kernelLog = new KernelLogFeed(stage, "kmsg");
        var gpus = new GpuScenario(stage, Host, Gpus);
        var settings = new Dictionary<string, string>
        {
            ["Server"] = server.AgentsUrl,
            ["EnrollmentToken"] = token.Token,
            ["KernelLog:Path"] = kernelLog.Path,
        };
        var library = await GpuScenario.BuildLibraryAsync(stage, cancellation);
        AgentProcess.Start(stage, await PublishedAgent.PathAsync(cancellation), Host, settings, gpus.Environment(library));
        await Until.Async(
            "the Host is heard",
            async stop => (await api.Fleet.GetFleetAsync(new GetFleetRequest(), api.With(stop))).Fleet,
            fleet => fleet.Hosts.Single() is { LastHeard: not null, Gpus.Count: Gpus },
            cancellation);
        return kernelLog;
    }

    private static async Task EventsAreAsync(EmbeddedPostgres postgres, long count, CancellationToken cancellation) =>
        await Until.Async(
            $"{count} XIDs are stored, each once",
            async stop =>
            {
                await using var connection = new NpgsqlConnection(postgres.ConnectionString);
                await connection.OpenAsync(stop);
                await using var command = new NpgsqlCommand("select count(*) from events where kind = 'xid'", connection);
                return (long)(await command.ExecuteScalarAsync(stop))!;
            },
            stored => stored == count,
            cancellation);
}
