using System.Collections.Immutable;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Service.Plan;

namespace SovereignFleet.Server.Service.Ladder;

/// <summary>The rungs that a machine climbs, from what disturbs least to what goes deepest. The last, remote hands, is a person's.</summary>
internal static class RungKinds
{
    public static readonly ImmutableArray<WorkKind> Machine = [WorkKind.RestartUnit, WorkKind.ResetGpu, WorkKind.Reboot, WorkKind.PowerCycle];

    /// <summary>By the name that the inventory and the agent's commands have for it.</summary>
    public static string CommandOf(WorkKind kind) => kind switch
    {
        WorkKind.RestartUnit => MachineRepairs.RestartUnit,
        WorkKind.ResetGpu => MachineRepairs.GpuReset,
        WorkKind.Reboot => MachineRepairs.Reboot,
        WorkKind.PowerCycle => MachineRepairs.PowerCycle,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No machine does it by itself."),
    };

    /// <summary>In the middle of a sentence.</summary>
    public static string NameOf(WorkKind kind) => kind switch
    {
        WorkKind.RestartUnit => "restart of the inference server",
        WorkKind.ResetGpu => "GPU reset",
        WorkKind.Reboot => "reboot",
        WorkKind.PowerCycle => "power cycle",
        WorkKind.RemoteHands => "remote hands",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "It is no rung of the ladder."),
    };

    /// <summary>The first rung that may mend it; null: only a person does.</summary>
    public static WorkKind? Start(Ailment ailment) => ailment switch
    {
        // Nobody can tell it anything: all that may bring it back is its power, whatever a person would look at first.
        { Code: var code } when code == FaultCatalog.AgentSilent.Code => WorkKind.PowerCycle,
        { Remedy: RemedyKind.RestartInferenceServer } => WorkKind.RestartUnit,
        { Remedy: RemedyKind.ResetGpu } => WorkKind.ResetGpu,
        { Remedy: RemedyKind.Reboot } => WorkKind.Reboot,
        { Remedy: RemedyKind.PowerCycle } => WorkKind.PowerCycle,
        // A GPU that fell off the bus often comes back with the power; its connector is looked at when it does not.
        { Remedy: RemedyKind.Reseat } => WorkKind.PowerCycle,
        { Remedy: RemedyKind.None or RemedyKind.Inspect or RemedyKind.Replace } => null,
        _ => throw new ArgumentOutOfRangeException(nameof(ailment), ailment.Remedy, "There is no such remedy."),
    };

    public static IReadOnlySet<WorkKind> Allowed(IEnumerable<string> repairs) =>
        Machine.Where(kind => repairs.Contains(CommandOf(kind))).ToHashSet();
}
