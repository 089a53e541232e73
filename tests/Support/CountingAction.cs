using SovereignFleet.Agent.Commands;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Tests.Support;

/// <summary>An action of the name "identify" that counts how often it took effect.</summary>
internal sealed class CountingAction : ICommandAction
{
    private int runs;

    public string Name => "identify";

    public int Runs => Volatile.Read(ref runs);

    public CommandLane Lane => CommandLane.Quick;

    public TimeSpan TimeOut(Command command) => TimeSpan.FromMinutes(1);

    public Task<CommandOutcome> RunAsync(Command command, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref runs);
        return Task.FromResult(CommandOutcome.Done("lit", new Dictionary<string, string> { ["identify"] = "on" }));
    }
}
