using SovereignFleet.Agent.Commands.History;
using SovereignFleet.Agent.Commands.Queue;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Commands;

/// <summary>One thing that the agent can do to its Host when it is told to. Doing it twice has the effect of once.</summary>
internal interface ICommandAction
{
    /// <summary>As in Commands:Allow: "identify", "read-power".</summary>
    string Name { get; }

    CommandLane Lane { get; }

    /// <summary>How often it may be begun in 24 hours, where nothing else is set; null: as often as it is sent.</summary>
    int? MostPerDay => 12;

    /// <summary>What that counts by itself: a GPU, a unit, a Host whose gateway this agent is; empty: this Host.</summary>
    string CountedFor(Command command) => command.BmcOf;

    /// <summary>The GPUs that the command names, as it names them.</summary>
    IEnumerable<string> Gpus(Command command) => [];

    /// <summary>After so long it is ended, and has failed.</summary>
    TimeSpan TimeOut(Command command);

    Task<CommandOutcome> RunAsync(Command command, CancellationToken cancellationToken);

    /// <summary>Finishes what an earlier run of this agent left unfinished, before anything else of its lane begins. Null: there is
    /// nothing to finish, and <see cref="RestartVerdict"/> tells what became of it.</summary>
    Task<CommandOutcome?> FinishAsync(CommandNote begun, CancellationToken cancellationToken) => Task.FromResult<CommandOutcome?>(null);
}

/// <summary>Two commands of one lane never run at the same time.</summary>
internal enum CommandLane
{
    /// <summary>Reads, or sets the locator LED, in seconds.</summary>
    Quick,

    /// <summary>Changes something, or takes minutes.</summary>
    Slow,
}
