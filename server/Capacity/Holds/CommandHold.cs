using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Fleet.Liveness;

namespace SovereignFleet.Server.Capacity.Holds;

/// <summary>Decides how long a command keeps its Host out of the Pool's count. Pure.</summary>
internal static class CommandHold
{
    /// <summary>A Host that has not come back so long after the last answer could have come is not waited for: as it is silent, it does not count.</summary>
    public static readonly TimeSpan Return = TimeSpan.FromMinutes(15);

    /// <param name="until">The hold's end, at the latest.</param>
    /// <param name="commands">The Host's commands that are under way, and the one that the hold is for.</param>
    /// <param name="heardAt">The last word of the Host's agent; null: none.</param>
    public static bool IsOver(DateTimeOffset until, IReadOnlyCollection<AgentCommand> commands, DateTimeOffset? heardAt, LivenessAt liveness) =>
        until <= liveness.Now || commands.All(command => IsOver(command, heardAt, liveness));

    private static bool IsOver(AgentCommand command, DateTimeOffset? heardAt, LivenessAt liveness) => command switch
    {
        { State: CommandState.Pending or CommandState.Sent or CommandState.Waiting } => false,
        // Nobody was told, or the agent did nothing.
        { SentAt: null } or { State: CommandState.Refused } => true,
        _ => heardAt > command.DoneAt && liveness.Of(heardAt) == Liveness.Live,
    };
}
