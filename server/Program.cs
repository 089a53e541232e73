using Microsoft.Extensions.Options;
using SovereignFleet.Server.Alerts;
using SovereignFleet.Server.Api;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Checks;
using SovereignFleet.Server.CommandLine;
using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Health;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Server.Hosting.Jobs;
using SovereignFleet.Server.Identity;
using SovereignFleet.Server.Journal.Proof;
using SovereignFleet.Server.Link;
using SovereignFleet.Server.Observability;
using SovereignFleet.Server.Outbox;
using SovereignFleet.Server.Overview;
using SovereignFleet.Server.Plans;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Prediction;
using SovereignFleet.Server.Retention;
using SovereignFleet.Server.Service;
using SovereignFleet.Server.Telemetry;
using SovereignFleet.Server.Windows;
using SovereignFleet.Server.Work;

namespace SovereignFleet.Server;

internal static class Program
{
    /// <summary>EX_CONFIG of sysexits.h.</summary>
    private const int UnfitConfiguration = 78;

    public static async Task<int> Main(string[] args)
    {
        if (await OfflineCommands.RunAsync(args) is { } exitCode)
        {
            return exitCode;
        }

        try
        {
            await Build(args).RunAsync();
            return 0;
        }
        catch (OptionsValidationException error)
        {
            await Console.Error.WriteLineAsync(string.Join('\n', error.Failures));
            return UnfitConfiguration;
        }
    }

    /// <summary>The whole server, not started.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddSettingsFile();

        // In the order of the data's flow.
        builder
            .AddHosting()
            .AddDatabase()
            .AddJobs()
            .AddJournal()
            .AddOutbox()
            .AddIdentity()
            .AddFleet()
            .AddTelemetry()
            .AddLink()
            .AddCommands()
            .AddHealth()
            .AddPrediction()
            .AddCapacity()
            .AddWindows()
            .AddService()
            .AddWork()
            .AddPlans()
            .AddAlerts()
            .AddChecks()
            .AddRetention()
            .AddOverview()
            .AddApi()
            .AddObservability();

        var app = builder.Build();
        app.Services.ThrowIfUnfit();
        app.MapLink();
        app.MapApi();
        return app;
    }
}
