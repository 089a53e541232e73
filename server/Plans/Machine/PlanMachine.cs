using System.Collections.Immutable;

namespace SovereignFleet.Server.Plans.Machine;

/// <summary>The Plan's one state machine. Pure: what is and the time in; which Hosts begin now, or the sentence why none does, out. Nothing is
/// remembered between two looks but what the rows say, so a restart, or a second worker, changes nothing.</summary>
internal static class PlanMachine
{
    /// <summary>Who brought a Plan to its state, where no person did.</summary>
    public const string System = "system";

    public static readonly ImmutableArray<PlanState> Over = [PlanState.Stopped, PlanState.Finished];

    public static PlanDecision Next(PlanView view, DateTimeOffset now)
    {
        var plan = view.Plan;
        var hosts = view.Hosts.Select(host => HostProgress.Of(plan, host, now)).ToList();
        var seen = Math.Min(plan.FailuresSeen, hosts.Count(host => host.State == PlanHostState.Failed && host.Host.Row.State == PlanHostState.Failed));
        var state = StateOf(plan, hosts, seen, now);
        if (state == PlanState.Running && !(plan.NotBefore > now))
        {
            return Running(view, hosts, now) with { FailuresSeen = seen };
        }

        var sentence = Sentence(plan, state, hosts);
        // What is held takes back what has touched nothing; what runs goes on to its end, unless a person wants it cancelled.
        var withdraw = state == PlanState.Running ? [] : view.Hosts.Where(host => host.Drain is { IsLive: true, IsNotBegun: true, IsShared: false } && !host.Row.Withdrawn).ToList();
        return new PlanDecision(state, sentence, hosts, [], withdraw, Cancelled(view, state, withdraw)) { FailuresSeen = seen };
    }

    private static PlanDecision Running(PlanView view, List<HostMove> hosts, DateTimeOffset now)
    {
        var room = new PlanRoom(view);
        var begin = new List<SeenHost>();
        for (var place = 0; place < hosts.Count; place++)
        {
            var move = hosts[place];
            if (move.State != PlanHostState.Waiting || move.IsAgain)
            {
                continue;
            }

            var blocker = Blockers.Now(view.Plan, move.Host, now) ?? room.WhyNot(move.Host);
            hosts[place] = move with { Blocker = blocker };
            if (blocker is null)
            {
                room.Take(move.Host);
                begin.Add(move.Host);
            }
        }

        return new PlanDecision(PlanState.Running, begin.Count > 0 ? "" : FirstWait(hosts), hosts, begin, [], Cancelled(view, PlanState.Running, []));
    }

    private static PlanState StateOf(Plan plan, List<HostMove> hosts, int seen, DateTimeOffset now)
    {
        var waits = hosts.Exists(host => host.State == PlanHostState.Waiting);
        if (!waits && !hosts.Exists(host => host.State == PlanHostState.Running || host.Host.Drain is { IsLive: true }))
        {
            return plan.State == PlanState.Stopping ? PlanState.Stopped : PlanState.Finished;
        }

        return plan.State switch
        {
            PlanState.Stopping or PlanState.Paused => plan.State,
            _ when hosts.Count(host => host.State == PlanHostState.Failed) - seen > plan.Failures => PlanState.Paused,
            _ when waits && plan.EndsAt <= now => PlanState.Ended,
            _ => PlanState.Running,
        };
    }

    private static List<Guid> Cancelled(PlanView view, PlanState state, List<SeenHost> withdraw) =>
    [
        .. from host in view.Hosts
           where host.Drain is { IsLive: true, CancelRequested: false }
               && (host.Row.Withdrawn || withdraw.Contains(host) || (state == PlanState.Stopping && view.Plan.CancelRunning))
           select host.Drain!.Id,
    ];

    private static string Sentence(Plan plan, PlanState state, List<HostMove> hosts) => state switch
    {
        PlanState.Running => $"it begins {Blockers.Stamp(plan.NotBefore!.Value)}",
        PlanState.Paused when (plan.State != PlanState.Paused || plan.StateBy == System) && hosts.FindLast(host => host.State == PlanHostState.Failed) is { } failed =>
            $"a person: {failed.Host.Name}: {failed.Blocker?.Why}. Look at it, then resume the plan or stop it",
        PlanState.Paused => "a person who resumes or stops it",
        PlanState.Ended => $"a person: its end came at {Blockers.Stamp(plan.EndsAt!.Value)}, and {hosts.Count(host => host.State == PlanHostState.Waiting)} of its hosts have not begun. Extend it, or stop it",
        PlanState.Stopping => $"{string.Join(", ", hosts.Where(host => host.Host.Drain is { IsLive: true }).Select(host => host.Host.Name))} to be over",
        _ => "",
    };

    private static string FirstWait(List<HostMove> hosts) =>
        hosts.Find(host => host is { State: PlanHostState.Waiting, Blocker: not null }) is { } first ? $"{first.Host.Name}: {first.Blocker!.Why}" : "";
}
