using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using SovereignFleet.Dashboard;

namespace SovereignFleet.Tests.Dashboard.Support;

/// <summary>The product's dashboard in this process, talking to a <see cref="FakeControlPlane"/>.</summary>
internal sealed class RunningDashboard : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sovereignfleet-dashboard-");
    private readonly TestAuthority authority = new(TimeProvider.System);
    private WebApplication? app;
    private string[] settings = [];

    private RunningDashboard()
    {
    }

    public FakeControlPlane ControlPlane { get; private set; } = null!;

    public string Address { get; private set; } = "";

    public string CaFile => Path.Combine(folder.FullName, "ca.pem");

    public static Task<RunningDashboard> StartAsync(CancellationToken cancellationToken) => StartAsync("http://127.0.0.1:0", [], cancellationToken);

    /// <param name="settings">More of the dashboard's keys, each "--Key=value".</param>
    public static async Task<RunningDashboard> StartAsync(string listen, string[] settings, CancellationToken cancellationToken)
    {
        var running = new RunningDashboard();
        running.ControlPlane = await FakeControlPlane.StartAsync(running.authority, 0, cancellationToken);
        await File.WriteAllTextAsync(running.CaFile, running.authority.Pem, cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(running.folder.FullName, "dashboard.pem"), running.authority.ServerPem, cancellationToken);
        running.settings = settings;
        await running.StartDashboardAsync(listen, cancellationToken);
        return running;
    }

    /// <summary>The dashboard ends, as for an update; the browser is left alone.</summary>
    public async Task StopDashboardAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        if (app is null)
        {
            return;
        }

        await app.StopAsync(now.Token);
        await app.DisposeAsync();
        app = null;
    }

    /// <summary>A new dashboard at the same address, with the same keys.</summary>
    public Task StartDashboardAgainAsync(CancellationToken cancellationToken) => StartDashboardAsync(Address, cancellationToken);

    /// <summary>The control plane comes back at the address where it was; whoever was signed in still is.</summary>
    public async Task StartControlPlaneAgainAsync(CancellationToken cancellationToken)
    {
        var (port, alive) = (new Uri(ControlPlane.Address).Port, ControlPlane.Sessions.Alive);
        await ControlPlane.DisposeAsync();
        ControlPlane = await FakeControlPlane.StartAsync(authority, port, cancellationToken);
        foreach (var (token, person) in alive)
        {
            ControlPlane.Sessions.Alive[token] = person;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopDashboardAsync();
        await ControlPlane.DisposeAsync();
        authority.Dispose();
        folder.Delete(recursive: true);
    }

    private async Task StartDashboardAsync(string listen, CancellationToken cancellationToken)
    {
        app = DashboardApp.Build([$"--Server={ControlPlane.Address}", $"--ServerCa={CaFile}", $"--Listen={listen}", $"--DataFolder={folder.FullName}", "--Logging:LogLevel:Default=Warning", .. settings]);
        await app.StartAsync(cancellationToken);
        Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
    }
}
