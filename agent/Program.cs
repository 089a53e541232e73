using SovereignFleet.Agent;
using SovereignFleet.Agent.Cli;
using SovereignFleet.Agent.Cli.Configuration;

try
{
    var line = CommandLine.Parse(args);
    switch (line.Verb)
    {
        case "help":
            Console.WriteLine(CommandLine.Help);
            return 0;
        case "version":
            Console.WriteLine($"sovereignfleet-agent {AgentOptions.Version}");
            return 0;
        case "once":
            return await OnceCommand.RunAsync(Settings.Load(line), CancellationToken.None);
        case "read":
            return await ReadCommand.RunAsync(line.Operands, CancellationToken.None);
        default:
            return await RunCommand.RunAsync(Settings.Load(line));
    }
}
catch (SettingsException wrong)
{
    foreach (var fault in wrong.Faults)
    {
        Console.Error.WriteLine(fault);
    }

    return 2;
}
catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(fault.Message);
    return 1;
}
