using SovereignFleet.Server.Alerts;
using SovereignFleet.Server.Api;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.CommandLine;
using SovereignFleet.Server.Database;
using SovereignFleet.Server.Drains;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Health;
using SovereignFleet.Server.Identity;
using SovereignFleet.Server.Ingest;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Maintenance;
using SovereignFleet.Server.Prediction;
using SovereignFleet.Server.Telemetry;
using SovereignFleet.Server.Tickets;

namespace SovereignFleet.Server;

internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (await Commands.RunAsync(args) is { } exitCode)
            return exitCode;
        await Build(args).RunAsync();
        return 0;
    }

    /// <summary>The whole server, not started.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);

        // In the order of the data's flow.
        builder
            .AddDatabase()
            .AddJournal()
            .AddIdentity()
            .AddFleet()
            .AddTelemetry()
            .AddIngest()
            .AddHealth()
            .AddPrediction()
            .AddCapacity()
            .AddMaintenance()
            .AddDrains()
            .AddTickets()
            .AddAlerts()
            .AddApi();

        var app = builder.Build();
        app.MapIngest();
        app.MapApi();
        return app;
    }
}
