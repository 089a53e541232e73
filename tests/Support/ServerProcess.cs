using System.Globalization;

namespace SovereignFleet.Tests.Support;

/// <summary>The built server as a process of its own, with its data in the stage's folder. It may be killed and started again
/// on the same ports and data.</summary>
internal sealed class ServerProcess : IRunningServer, IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(240);
    private readonly Stage stage;
    private readonly Launch launch;
    private RunningProcess? process;
    private int lives;

    private ServerProcess(Stage stage, IReadOnlyDictionary<string, string> settings, string name)
    {
        this.stage = stage;
        DataFolder = stage.Folder(name);
        AgentsUrl = $"https://127.0.0.1:{FreePort.Next()}";
        ApiUrl = $"https://127.0.0.1:{FreePort.Next()}";
        ManagementUrl = $"http://127.0.0.1:{FreePort.Next()}";
        var all = new Dictionary<string, string>
        {
            ["DataFolder"] = DataFolder,
            ["Listen:Agents"] = AgentsUrl,
            ["Listen:Api"] = ApiUrl,
            ["Listen:Management"] = ManagementUrl,
        };
        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        launch = new Launch(
            name,
            ProductTree.Program("server", "sovereignfleet-server"),
            [.. all.Select(setting => $"--{setting.Key}={setting.Value}")]);
    }

    public string DataFolder { get; }

    public string AgentsUrl { get; }

    public string ApiUrl { get; }

    public string ManagementUrl { get; }

    public string AuthorityFile => Path.Combine(DataFolder, "ca.pem");

    public string FirstAdminPassword => File.ReadAllText(Path.Combine(DataFolder, "first-admin-password")).Trim();

    public RunningProcess Process => process ?? throw new InvalidOperationException("The server was not started.");

    /// <summary>Started and ready.</summary>
    public static async Task<ServerProcess> StartAsync(
        Stage stage, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var server = Begin(stage, settings);
        await server.ReadyAsync(cancellationToken);
        return server;
    }

    /// <summary>Started, not waited for: for a server that is meant to wait itself.</summary>
    public static ServerProcess Begin(Stage stage, IReadOnlyDictionary<string, string> settings, string name = "server")
    {
        var server = stage.Own(new ServerProcess(stage, settings, name));
        server.Launch();
        return server;
    }

    /// <summary>Starts it again after <see cref="KillAsync"/>.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        Launch();
        await ReadyAsync(cancellationToken);
    }

    public Task KillAsync(CancellationToken cancellationToken) => Process.KillAsync(cancellationToken);

    public async Task ReadyAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient();
        await Until.Async(
            "the server is ready",
            async cancellation => Process.HasExited
                ? throw new InvalidOperationException("It ended: " + Process.Output)
                : (await client.GetAsync(ManagementUrl + "/readyz", cancellation)).IsSuccessStatusCode,
            ready => ready,
            StartTime,
            cancellationToken);
    }

    /// <summary>The stage has ended the server by now. One that was killed has left its embedded Postgres behind.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var file in Directory.EnumerateFiles(DataFolder, "postmaster.pid", SearchOption.AllDirectories))
        {
            var id = int.Parse(File.ReadLines(file).First(), CultureInfo.InvariantCulture);
            await Signals.EndPostgresAsync(id, CancellationToken.None);
        }
    }

    private void Launch() => process = stage.Start(launch with { Name = $"{launch.Name}, life {++lives}" });
}
