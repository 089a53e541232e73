using Npgsql;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Server.Postgres.Embedded;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Benchmarks;

/// <summary>How long it takes from the kernel log's line to the pager: 100 faults, each on another GPU, through the published
/// agents, the server with a durable Postgres, and its alert channels.</summary>
internal static class LatencyBench
{
    private const int Hosts = 13;
    private const int GpusOfAHost = 8;
    private const int Faults = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(500);

    /// <summary>XIDs on which a GPU is taken for broken, whatever the rest of the table says.</summary>
    private static readonly int[] Codes = [48, 62, 64, 79, 95, 119, 140];

    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var stage = new Stage(_ => { });
        Console.WriteLine("Compiling the agent ahead of time (once per state of its sources)...");
        var program = await PublishedAgent.PathAsync(cancellationToken);
        var receiver = await AlertReceiver.StartAsync(stage, cancellationToken);
        var postgres = new EmbeddedPostgres(new EmbeddedPostgresOptions { Folder = Path.Combine(stage.Root, "postgres"), Durable = true });
        await postgres.StartAsync(cancellationToken);
        try
        {
            var hosts = await StartFleetAsync(stage, program, receiver, postgres, cancellationToken);
            Console.WriteLine($"{Hosts} agents with {Hosts * GpusOfAHost} GPUs are connected. Playing {Faults} faults...");
            var faults = await PlayAsync(hosts, cancellationToken);
            await AlertedAsync(faults, receiver, cancellationToken);
            await using var database = NpgsqlDataSource.Create(postgres.ConnectionString);
            var journeys = await FaultJourneys.ReadAsync(faults, receiver.Received, database, cancellationToken);
            await Report(journeys).PublishAsync(cancellationToken);
            return 0;
        }
        finally
        {
            await postgres.StopAsync(CancellationToken.None);
        }
    }

    private static async Task<List<BenchHost>> StartFleetAsync(
        Stage stage, string program, AlertReceiver receiver, EmbeddedPostgres postgres, CancellationToken cancellationToken)
    {
        var server = await ServerProcess.StartAsync(
            stage,
            new Dictionary<string, string>
            {
                ["Database:ConnectionString"] = postgres.ConnectionString,
                ["Alerts:Alertmanagers:0"] = receiver.Url + "/alertmanager",
                ["Alerts:Webhooks:0"] = receiver.Url + "/webhook",
            },
            cancellationToken);
        var api = await FleetApi.SignInAsync(stage, server, cancellationToken);
        var names = Enumerable.Range(1, Hosts).Select(number => $"gpu-bench-{number:00}").ToList();
        await api.Administration.ApplyInventoryAsync(new ApplyInventoryRequest { Json = BenchSite.Inventory(names) }, api.With(cancellationToken));
        var library = await GpuScenario.BuildLibraryAsync(stage, cancellationToken);
        var hosts = new List<BenchHost>();
        foreach (var name in names)
        {
            var host = new BenchHost(name, new KernelLogFeed(stage, $"kmsg-{name}"), new GpuScenario(stage, name, GpusOfAHost));
            var token = await api.Administration.CreateEnrollmentTokenAsync(
                new CreateEnrollmentTokenRequest { HostName = name }, api.With(cancellationToken));
            var settings = new Dictionary<string, string>
            {
                ["Server"] = server.AgentsUrl,
                ["EnrollmentToken"] = token.Token,
                ["KernelLog:Path"] = host.KernelLog.Path,
                ["Bmc:Mode"] = "none",
            };
            AgentProcess.Start(stage, program, name, settings, host.Gpus.Environment(library));
            hosts.Add(host);
        }

        await Until.Async(
            "all GPUs are known and heard",
            async cancellation => (await api.Fleet.GetFleetAsync(new GetFleetRequest(), api.With(cancellation))).Fleet,
            fleet => fleet.Hosts.Count(host => host.Gpus.Count == GpusOfAHost && host.LastHeard is not null) == Hosts,
            Patience,
            cancellationToken);
        return hosts;
    }

    private static async Task<List<PlayedFault>> PlayAsync(List<BenchHost> hosts, CancellationToken cancellationToken)
    {
        var faults = new List<PlayedFault>();
        for (var number = 0; number < Faults; number++)
        {
            var host = hosts[number % Hosts];
            var gpu = number / Hosts;
            var code = Codes[number % Codes.Length];
            var at = host.KernelLog.Write($"NVRM: Xid (PCI:{GpuScenario.Pci(gpu)}): {code}, pid=1896, name=python3, bench");
            faults.Add(new PlayedFault(host.Gpus.Uuid(gpu), code, at));
            // Out of step with every period of the product.
            await Task.Delay(Shortest + ((Longest - Shortest) * Random.Shared.NextDouble()), cancellationToken);
        }

        return faults;
    }

    private static async Task AlertedAsync(List<PlayedFault> faults, AlertReceiver receiver, CancellationToken cancellationToken) =>
        await Until.Async(
            "every fault has reached both channels",
            _ => Task.FromResult(receiver.Received
                .Where(alert => alert.Labels.ContainsKey("UUID"))
                .Select(alert => (alert.Sender, alert.Labels["UUID"]))
                .ToHashSet()),
            reached => faults.All(fault => reached.Contains(("webhook", fault.GpuUuid)) && reached.Contains(("alertmanager", fault.GpuUuid))),
            Patience,
            cancellationToken);

    private static BenchReport Report(List<FaultJourney> journeys)
    {
        var stages = new (string Name, Func<FaultJourney, double> Seconds)[]
        {
            ("fault_to_alert", journey => journey.ToWebhook),
            ("fault_to_alertmanager", journey => journey.ToAlertmanager),
            ("sensor", journey => journey.Sensor),
            ("stream", journey => journey.Stream),
            ("rule", journey => journey.Rule),
            ("outbox", journey => journey.Outbox),
        };
        var figures = new Dictionary<string, double> { ["faults"] = journeys.Count };
        foreach (var (name, seconds) in stages)
        {
            figures[name + "_p50_s"] = Percentiles.At(journeys.Select(seconds), 0.50);
            figures[name + "_p99_s"] = Percentiles.At(journeys.Select(seconds), 0.99);
        }

        return new BenchReport("latency", figures, new Dictionary<string, string> { ["fault_to_alert_p99_s"] = "<= 2" });
    }
}
