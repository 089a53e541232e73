using SovereignFleet.Server.Service.Machine;

namespace SovereignFleet.Server.Plans.Machine;

/// <summary>Where a Host of a Plan stands, by its Drain. Pure: derived anew each time, so that a restart changes nothing.</summary>
internal static class HostProgress
{
    public static HostMove Of(Plan plan, SeenHost host, DateTimeOffset now) => host switch
    {
        { Row.State: PlanHostState.Done or PlanHostState.Skipped } => Stays(host),
        { Drain: null, Row.State: PlanHostState.Failed } => Stays(host),
        { Drain: null } => Waiting(plan, host),
        { Drain.State: DrainState.Closed } => new(host, PlanHostState.Done, null),
        { Drain.State: DrainState.Failed } => Failed(host, new("its drain failed, and it stays out of service", "a person looks at it")),
        { Drain.State: DrainState.Cancelled, Row.State: PlanHostState.Failed } => Stays(host),
        { Drain.State: DrainState.Cancelled, Row.Withdrawn: true } => Waiting(plan, host) with { IsAgain = true },
        { Drain: { State: DrainState.Cancelled } drain } => new(host, PlanHostState.Skipped, new($"its drain was cancelled by {drain.CancelledBy ?? "system"}")),
        _ => Trouble(host.Drain, now) is { } trouble ? Failed(host, trouble) : new(host, PlanHostState.Running, null),
    };

    private static HostMove Waiting(Plan plan, SeenHost host) => host switch
    {
        _ when plan.State == PlanState.Stopping => new(host, PlanHostState.Skipped, new("the plan was stopped before its turn")),
        { IsRetired: true } => new(host, PlanHostState.Skipped, new("it was taken out of the fleet")),
        { PoolId: null } => new(host, PlanHostState.Skipped, Blockers.NoPool),
        _ => new(host, PlanHostState.Waiting, Told(host)),
    };

    /// <summary>What it failed of first stays what is told of it.</summary>
    private static HostMove Failed(SeenHost host, Blocker trouble) =>
        new(host, PlanHostState.Failed, host.Row.State == PlanHostState.Failed ? Told(host) : trouble);

    private static HostMove Stays(SeenHost host) => new(host, host.Row.State, Told(host));

    private static Blocker? Told(SeenHost host) => host.Row.Why.Length == 0 ? null : new(host.Row.Why, host.Row.Lifts);

    /// <summary>A Drain that a person has to look at before it goes on.</summary>
    private static Blocker? Trouble(SeenDrain drain, DateTimeOffset now) => drain switch
    {
        { State: DrainState.Overdue } => new("it did not become empty by its deadline", "a person vouches that it is empty, or cancels its drain"),
        { State: DrainState.Working, FailedWork: { } failed } => new(failed, "a person does it by hand and says so, or cancels its drain"),
        { State: DrainState.Validating } when now - drain.StateSince >= RepairProof.Patience =>
            new($"it did not prove itself within {RepairProof.Patience.TotalMinutes:0} minutes and stays out of service", "what its drain names is mended, or a person returns it as it is"),
        _ => null,
    };
}
