using SovereignFleet.Simulator;

var options = SimulatorOptions.Read(args[1..]);
using var stop = new StopSignals();
try
{
    return args.FirstOrDefault() switch
    {
        "plan" => PlanCommand.Run(options),
        _ => Usage(),
    };
}
catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
{
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("sovereignfleet-simulator plan|run|token --Key=value...");
    return 2;
}
