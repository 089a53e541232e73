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

    private RunningDashboard()
    {
    }

    public FakeControlPlane ControlPlane { get; private set; } = null!;

    public string Address { get; private set; } = "";

    public static async Task<RunningDashboard> StartAsync(CancellationToken cancellation)
    {
        var running = new RunningDashboard();
        running.ControlPlane = await FakeControlPlane.StartAsync(running.authority, 0, cancellation);
        var ca = Path.Combine(running.folder.FullName, "ca.pem");
        await File.WriteAllTextAsync(ca, running.authority.Pem, cancellation);
        running.app = DashboardApp.Build([$"--Server={running.ControlPlane.Address}", $"--ServerCa={ca}", "--Listen=http://127.0.0.1:0", $"--DataFolder={running.folder.FullName}", "--Logging:LogLevel:Default=Warning"]);
        await running.app.StartAsync(cancellation);
        running.Address = running.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return running;
    }

    /// <summary>The control plane comes back at the address where it was; whoever was signed in still is.</summary>
    public async Task StartControlPlaneAgainAsync(CancellationToken cancellation)
    {
        var (port, alive) = (new Uri(ControlPlane.Address).Port, ControlPlane.Sessions.Alive);
        await ControlPlane.DisposeAsync();
        ControlPlane = await FakeControlPlane.StartAsync(authority, port, cancellation);
        foreach (var (token, person) in alive) ControlPlane.Sessions.Alive[token] = person;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        if (app is not null)
        {
            await app.StopAsync(now.Token);
            await app.DisposeAsync();
        }
        await ControlPlane.DisposeAsync();
        authority.Dispose();
        folder.Delete(recursive: true);
    }
}
