using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using SovereignFleet.Agent;
using SovereignFleet.Agent.Sensing;
using SovereignFleet.Agent.Spool;
using SovereignFleet.Agent.Spool.Records;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Postgres.Embedded;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Benchmarks;

/// <summary>A Host was cut off for a day: how much room that takes, and how fast it is caught up while it goes on reading; through the
/// real uplink, TLS, the server and a durable Postgres.</summary>
internal static class SpoolBench
{
    private const string HostName = "gpu-bench-01";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(40);
    private static readonly TimeSpan LastMinute = TimeSpan.FromMinutes(3);

    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var stage = new Stage(_ => { });
        var postgres = new EmbeddedPostgres(new EmbeddedPostgresOptions { Folder = Path.Combine(stage.Root, "postgres"), Durable = true });
        await postgres.StartAsync(cancellationToken);
        try
        {
            var server = await ServerProcess.StartAsync(
                stage, new Dictionary<string, string> { ["Database:ConnectionString"] = postgres.ConnectionString }, cancellationToken);
            var options = await OptionsAsync(stage, server, cancellationToken);
            var host = new BusyHost();
            var day = CutOffDay.Fill(options.Spool, host, TimeProvider.System.GetUtcNow());
            Console.WriteLine($"A day of {BusyHost.GpuCount} GPUs takes {day.BytesOnDisk / 1e6:0.0} MB; a Frame costs {day.MicrosecondsPerFrame:0} us. Catching up...");
            await using var database = NpgsqlDataSource.Create(postgres.ConnectionString);
            var delay = new LiveDelay(database, TimeProvider.System);
            var caughtUp = await DrainAsync(options, host, day, delay, cancellationToken);
            await (await ReportAsync(day, host, caughtUp, delay, database, cancellationToken)).PublishAsync(cancellationToken);
            return 0;
        }
        finally
        {
            await postgres.StopAsync(CancellationToken.None);
        }
    }

    private static async Task<AgentOptions> OptionsAsync(Stage stage, ServerProcess server, CancellationToken cancellationToken)
    {
        var api = await FleetApi.SignInAsync(stage, server, cancellationToken);
        await api.Administration.ApplyInventoryAsync(new ApplyInventoryRequest { Json = BenchSite.Inventory(HostName) }, api.With(cancellationToken));
        var token = await api.Administration.CreateEnrollmentTokenAsync(new CreateEnrollmentTokenRequest { HostName = HostName }, api.With(cancellationToken));
        return new AgentOptions
        {
            Server = new Uri(server.AgentsUrl),
            EnrollmentToken = token.Token,
            HostName = HostName,
            DataFolder = stage.Folder("agent"),
        };
    }

    /// <summary>From the agent's start to the Ack of the day's last message; then until the live minute is safe, too.</summary>
    private static async Task<TimeSpan> DrainAsync(
        AgentOptions options, BusyHost host, CutOffDay day, LiveDelay delay, CancellationToken cancellationToken)
    {
        using var agent = AgentHost.Build(options, builder => builder.Services.AddSingleton<ISensor>(host));
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var spool = agent.Services.GetRequiredService<MessageSpool>();
        var watch = Stopwatch.StartNew();
        await agent.StartAsync(cancellationToken);
        var looking = delay.WatchAsync(watching.Token);
        await WaitAsync(spool, day.LastSequence, Patience, cancellationToken);
        var caughtUp = watch.Elapsed;
        await watching.CancelAsync();
        await looking;
        await WaitAsync(spool, spool.Last, LastMinute, cancellationToken);
        await agent.StopAsync(cancellationToken);
        return caughtUp;
    }

    private static async Task WaitAsync(MessageSpool spool, ulong last, TimeSpan patience, CancellationToken cancellationToken) => await Until.Async(
        "the spool's backlog is acknowledged",
        _ => Task.FromResult(spool.Next(SpoolLane.Frames, 0)?.Sequence ?? ulong.MaxValue),
        oldest => oldest > last,
        patience,
        cancellationToken);

    private static async Task<BenchReport> ReportAsync(
        CutOffDay day, BusyHost host, TimeSpan caughtUp, LiveDelay delay, NpgsqlDataSource database, CancellationToken cancellationToken) =>
        new(
            "spool",
            new Dictionary<string, double>
            {
                ["lost_frames"] = await StoredDay.LostFramesAsync(day, host.Uuids, database, cancellationToken),
                ["lost_events"] = await StoredDay.LostEventsAsync(day, database, cancellationToken),
                ["mb_per_day"] = day.BytesOnDisk / 1e6,
                ["catch_up_times_real_time"] = CutOffDay.Seconds / caughtUp.TotalSeconds,
                ["catch_up_s"] = caughtUp.TotalSeconds,
                ["live_delay_s"] = delay.Longest,
                ["live_shown_age_s"] = delay.OldestShown,
                ["live_frames_seen"] = delay.Frames,
                ["append_us"] = day.MicrosecondsPerFrame,
            },
            new Dictionary<string, string>
            {
                ["lost_frames"] = "<= 0",
                ["lost_events"] = "<= 0",
                ["mb_per_day"] = "<= 64",
                ["catch_up_times_real_time"] = ">= 50",
                ["live_delay_s"] = "<= 5",
            });
}
