using System.Globalization;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Benchmarks;

/// <summary>What the agent costs its Host, beside Debian's node_exporter on the same machine: both are asked for their page each
/// second, and the agent does all its own work besides.</summary>
internal static class AgentBench
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Soak = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan SettlingIn = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private const int SoakBegins = 5;

    /// <param name="arguments">--seconds N, --soak.</param>
    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var length = arguments switch
        {
            [] => Usual,
            ["--soak"] => Soak,
            ["--seconds", var given] when int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 => TimeSpan.FromSeconds(seconds),
            _ => TimeSpan.Zero,
        };
        if (length == TimeSpan.Zero)
        {
            Console.Error.WriteLine("sovereignfleet-bench agent [--seconds N | --soak]");
            return 2;
        }

        await AgentStage.PlayAsync(
            (_, program) => Task.FromResult(program),
            async (stage, agent) => await (await MeasureAsync(stage, agent, length, cancellationToken)).PublishAsync(cancellationToken),
            cancellationToken);
        return 0;
    }

    private static async Task<BenchReport> MeasureAsync(Stage stage, MeasuredAgent agent, TimeSpan length, CancellationToken cancellationToken)
    {
        var port = FreePort.Next();
        var exporter = stage.Start(new Launch("node_exporter", "prometheus-node-exporter", $"--web.listen-address=127.0.0.1:{port}"));
        using var ours = new ScrapedPage(agent.MetricsUrl, TimeProvider.System);
        using var theirs = new ScrapedPage($"http://127.0.0.1:{port}/metrics", TimeProvider.System);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = Task.WhenAll(ours.ScrapeAsync(end.Token), theirs.ScrapeAsync(end.Token), agent.WriteLogAsync(end.Token));
        await Task.Delay(SettlingIn, TimeProvider.System, cancellationToken);
        Console.WriteLine($"Measuring for {length.TotalSeconds:0} s...");
        var begin = (Agent: ProcessUsage.Of(agent.Process.Id), Exporter: ProcessUsage.Of(exporter.Id));
        var growth = await WaitAsync(agent, length, cancellationToken);
        var done = (Agent: ProcessUsage.Of(agent.Process.Id), Exporter: ProcessUsage.Of(exporter.Id));
        await end.CancelAsync();
        await work;
        return Report(new AgentCost(begin.Agent, done.Agent, ours), new AgentCost(begin.Exporter, done.Exporter, theirs), length, growth);
    }

    /// <summary>Tells the memory each minute; answers how much it grew from the fifth minute on, or null in a short run.</summary>
    private static async Task<double?> WaitAsync(MeasuredAgent agent, TimeSpan length, CancellationToken cancellationToken)
    {
        double? settled = null;
        for (var minute = 1; minute <= length / Minute; minute++)
        {
            await Task.Delay(Minute, TimeProvider.System, cancellationToken);
            var usage = ProcessUsage.Of(agent.Process.Id);
            settled = minute == SoakBegins ? usage.ResidentMegabytes : settled;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  minute {minute,2}: {usage.ResidentMegabytes:0.0} MB resident, {usage.Threads} threads"));
        }

        await Task.Delay(TimeSpan.FromTicks(length.Ticks % Minute.Ticks), TimeProvider.System, cancellationToken);
        return ProcessUsage.Of(agent.Process.Id).ResidentMegabytes - settled;
    }

    private static BenchReport Report(AgentCost agent, AgentCost exporter, TimeSpan length, double? growth)
    {
        var figures = new Dictionary<string, double>
        {
            ["agent_peak_mb"] = agent.End.PeakMegabytes,
            ["node_exporter_peak_mb"] = exporter.End.PeakMegabytes,
            ["memory_ratio"] = agent.End.PeakMegabytes / exporter.End.PeakMegabytes,
            ["agent_cpu_s_per_min"] = agent.AllCpuPerMinute(length),
            ["agent_alone_cpu_s_per_min"] = agent.OwnCpuPerMinute(length),
            ["node_exporter_cpu_s_per_min"] = exporter.AllCpuPerMinute(length),
            ["cpu_ratio"] = agent.AllCpuPerMinute(length) / exporter.AllCpuPerMinute(length),
            ["alone_cpu_ratio"] = agent.OwnCpuPerMinute(length) / exporter.AllCpuPerMinute(length),
            ["agent_threads"] = agent.End.Threads,
            ["agent_scrapes"] = agent.Page.Scrapes,
            ["agent_samples_a_page"] = agent.Page.Samples,
            ["node_exporter_scrapes"] = exporter.Page.Scrapes,
            ["node_exporter_samples_a_page"] = exporter.Page.Samples,
            ["scrapes_failed"] = agent.Page.Failures + exporter.Page.Failures,
        };
        if (growth is { } megabytes)
        {
            figures["agent_growth_mb"] = megabytes;
        }

        return new BenchReport("agent", figures, new Dictionary<string, string>
        {
            ["memory_ratio"] = "<= 1",
            ["cpu_ratio"] = "<= 0.5",
            ["scrapes_failed"] = "<= 0",
        });
    }
}
