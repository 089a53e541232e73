using SovereignFleet.Benchmarks;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};

switch (args)
{
    case ["latency"]:
        return await LatencyBench.RunAsync(stop.Token);
    case ["agent", .. var arguments]:
        return await AgentBench.RunAsync(arguments, stop.Token);
    case ["order"]:
        return await CallOrder.RunAsync(stop.Token);
    case ["spool"]:
        return await SpoolBench.RunAsync(stop.Token);
    default:
        Console.Error.WriteLine("sovereignfleet-bench latency | spool | agent [--seconds N | --soak] | order");
        return 2;
}
