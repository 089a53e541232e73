using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SovereignFleet.Tests.Dashboard.Support;

/// <summary>The server's API on a free port, over TLS with a CA of its own, with the <see cref="FakeFleet"/> behind it.</summary>
internal sealed class FakeControlPlane : IAsyncDisposable
{
    private readonly WebApplication app;

    private FakeControlPlane(WebApplication app)
    {
        this.app = app;
        Fleet = app.Services.GetRequiredService<FakeFleet>();
        Sessions = app.Services.GetRequiredService<FakeSessions>();
        Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
    }

    public FakeFleet Fleet { get; }

    public FakeSessions Sessions { get; }

    public string Address { get; }

    /// <param name="port">0: any that is free.</param>
    public static async Task<FakeControlPlane> StartAsync(TestAuthority authority, int port, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, port, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(authority.Server);
        }));
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton<FakeFleet>().AddSingleton<FakeSessions>().AddSingleton<FakePeople>().AddSingleton<FakeCalendar>();
        builder.Services.AddGrpc(options => options.Interceptors.Add<FakeAuthentication>());
        var app = builder.Build();
        app.MapGrpcService<FakeAccounts>();
        app.MapGrpcService<FakeFleetView>();
        app.MapGrpcService<FakeConditions>();
        app.MapGrpcService<FakeProfiles>();
        app.MapGrpcService<FakeDrainDesk>();
        app.MapGrpcService<FakePlans>();
        app.MapGrpcService<FakeCommands>();
        app.MapGrpcService<FakeTickets>();
        app.MapGrpcService<FakeAlerts>();
        app.MapGrpcService<FakeJournal>();
        app.MapGrpcService<FakeTokens>();
        app.MapGrpcService<FakeAdministration>();
        app.MapGrpcService<FakeChecks>();
        app.MapGrpcService<FakeWindows>();
        await app.StartAsync(cancellationToken);
        return new FakeControlPlane(app);
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }
}
