using SovereignFleet.Agent.Commands;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Tests.Support;

/// <summary>An action of any name that does what a test says.</summary>
internal sealed class ScriptedAction(string name, CommandLane lane, Func<Command, CancellationToken, Task<CommandOutcome>> run) : ICommandAction
{
    public string Name => name;

    public CommandLane Lane => lane;

    public TimeSpan TimeOut(Command command) => TimeSpan.FromMinutes(1);

    public Task<CommandOutcome> RunAsync(Command command, CancellationToken cancellationToken) => run(command, cancellationToken);
}
