using Microsoft.Extensions.Hosting;
using SovereignFleet.Server.Alerts;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Checks;
using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Health;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Server.Identity;
using SovereignFleet.Server.Identity.Authority;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Journal.Proof;
using SovereignFleet.Server.Link;
using SovereignFleet.Server.Outbox;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Postgres.Embedded;
using SovereignFleet.Server.Prediction;
using SovereignFleet.Server.Service;
using SovereignFleet.Server.Telemetry;
using SovereignFleet.Server.Windows;
using SovereignFleet.Server.Work;

namespace SovereignFleet.Server.CommandLine;

/// <summary>The server's parts without its loops and listeners, on the same database: beside a running server or without one.</summary>
internal static class OfflineServer
{
    public static async Task<int> RunAsync(string[] arguments, Func<IServiceProvider, CancellationToken, Task<int>> command)
    {
        using var interrupted = new CancellationTokenSource();
        Console.CancelKeyPress += (_, key) =>
        {
            key.Cancel = true;
            interrupted.Cancel();
        };
        try
        {
            var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder(arguments);
            builder.Logging.ClearProviders();
            builder.AddSettingsFile();
            builder.AddHosting().AddDatabase().AddJournal().AddOutbox().AddIdentity().AddFleet().AddTelemetry().AddLink().AddCommands().AddHealth()
                .AddPrediction().AddCapacity().AddWindows().AddService().AddWork().AddAlerts().AddChecks();
            builder.AddServerOptions<TokenOptions>("");
            using var host = builder.Build();
            host.Services.ThrowIfUnfit();
            return await WithDatabaseAsync(host.Services, command, interrupted.Token);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return 1;
        }
    }

    private static async Task<int> WithDatabaseAsync(
        IServiceProvider services, Func<IServiceProvider, CancellationToken, Task<int>> command, CancellationToken cancellationToken)
    {
        var embedded = services.GetService<EmbeddedPostgres>();
        var isOurs = embedded is not null && await embedded.StartAsync(cancellationToken);
        try
        {
            await services.GetRequiredService<Schema>().ApplyAsync(cancellationToken);
            await services.GetRequiredService<CertificateAuthority>().OpenAsync(cancellationToken);
            return await command(services, cancellationToken);
        }
        finally
        {
            // A server that runs meanwhile keeps its database.
            if (isOurs)
            {
                await embedded!.StopAsync(CancellationToken.None);
            }
        }
    }
}
