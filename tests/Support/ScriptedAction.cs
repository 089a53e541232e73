using SovereignFleet.Agent.Commands;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Tests.Support;

/// <summary>An action of any name that does what a test says.</summary>
internal sealed class ScriptedAction(string name, CommandLane lane, Func<Command, CancellationToken, Task<CommandOutcome>> run) : ICommandAction
{
    public string Name => name;

    public CommandLane Lane => lane;

    public int? MostPerDay { get; init; } = 12;

    /// <summary>What the limit a day counts by itself; null: the Host.</summary>
    public Func<Command, string>? Counts { get; init; }

    public string CountedFor(Command command) => Counts?.Invoke(command) ?? command.BmcOf;

    public TimeSpan TimeOut(Command command) => TimeSpan.FromMinutes(1);

    public Task<CommandOutcome> RunAsync(Command command, CancellationToken cancellationToken) => run(command, cancellationToken);
}
