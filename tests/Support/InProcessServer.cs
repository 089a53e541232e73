using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace SovereignFleet.Tests.Support;

/// <summary>The whole server inside the test, on real listeners, with all its loops.</summary>
internal sealed class InProcessServer : IRunningServer, IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);
    private readonly WebApplication app;
    private readonly string dataFolder;

    private InProcessServer(Stage stage, string connectionString, IEnumerable<string> settings)
    {
        dataFolder = stage.Folder("server-" + Path.GetRandomFileName());
        app = SovereignFleet.Server.Program.Build([
            "--DataFolder=" + dataFolder,
            .. Database(connectionString),
            "--Listen:Agents=" + AgentsUrl,
            "--Listen:Api=" + ApiUrl,
            "--Listen:Management=" + ManagementUrl,
            "--Logging:LogLevel:Default=Warning",
            .. settings]);
    }

    public string AgentsUrl { get; } = $"https://127.0.0.1:{FreePort.Next()}";

    public string ApiUrl { get; } = $"https://127.0.0.1:{FreePort.Next()}";

    public string ManagementUrl { get; } = $"http://127.0.0.1:{FreePort.Next()}";

    public string AuthorityFile => Path.Combine(dataFolder, "ca.pem");

    public string FirstAdminPassword => File.ReadAllText(Path.Combine(dataFolder, "first-admin-password")).Trim();

    public IServiceProvider Services => app.Services;

    /// <summary>A loop that let an exception out has stopped the server.</summary>
    public bool IsStopping => app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested;

    /// <summary>Started, not waited for.</summary>
    public static async Task<InProcessServer> BeginAsync(
        Stage stage, string connectionString, IEnumerable<string> settings, CancellationToken cancellationToken)
    {
        var server = stage.Own(new InProcessServer(stage, connectionString, settings));
        await server.app.StartAsync(cancellationToken);
        return server;
    }

    /// <summary>Started and ready.</summary>
    public static async Task<InProcessServer> StartAsync(
        Stage stage, TestDatabase database, IEnumerable<string> settings, CancellationToken cancellationToken)
    {
        var server = await BeginAsync(stage, database.ConnectionString, settings, cancellationToken);
        await server.ReadyAsync(cancellationToken);
        return server;
    }

    public async Task ReadyAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        await Until.Async(
            "the server is ready, and its first administrator is there",
            async stop => (await client.GetAsync(ManagementUrl + "/readyz", stop)).IsSuccessStatusCode
                && File.Exists(Path.Combine(dataFolder, "first-admin-password")),
            ready => ready,
            StartTime,
            cancellationToken);
    }

    /// <summary>As it is meant to run: as a role that owns nothing. Empty: on a private Postgres, where that is so anyhow.</summary>
    private static string[] Database(string owner) => owner.Length == 0 ? [] :
    [
        "--Database:OwnerConnectionString=" + owner,
        "--Database:ConnectionString=" + new NpgsqlConnectionStringBuilder(owner) { Username = "fleet_server", Password = "of this test run" }.ConnectionString,
    ];

    /// <summary>What GET of the management listener answers.</summary>
    public async Task<(int Status, string Text)> ManagementAsync(string path, CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        using var answer = await client.GetAsync(ManagementUrl + path, cancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(StartTime, TimeProvider.System);
        await app.StopAsync(limit.Token);
        await app.DisposeAsync();
    }
}
