using SovereignFleet.Simulator;

if (args is not [var verb, .. var rest])
{
    return Usage();
}

var options = SimulatorOptions.Read(rest);
using var stop = new StopSignals();
try
{
    return verb switch
    {
        "plan" => PlanCommand.Run(options),
        "run" => await RunCommand.RunAsync(options, stop.Token),
        _ => Usage(),
    };
}
catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
{
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("sovereignfleet-simulator plan|run --Key=value...");
    return 2;
}
