using System.Collections.Immutable;
using System.Globalization;
using SovereignFleet.Server.Service.Observed;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Service.Targets;

namespace SovereignFleet.Server.Service.Machine;

/// <summary>The Drain's one state machine. Pure: what is, what is seen and the time in; the next step out. It derives the step
/// from what is true now, so a restart, a lost message or a second worker changes nothing.</summary>
internal static class DrainMachine
{
    /// <summary>Who approved, where no person did.</summary>
    public const string Policy = "policy";

    public static readonly ImmutableArray<DrainState> Final = [DrainState.Closed, DrainState.Cancelled, DrainState.Failed];

    public static DrainDecision Next(Drain drain, DrainObservation observed, DateTimeOffset now)
    {
        var decision = Step(drain, observed, now);
        return decision.State == drain.State && Traffic.Of(drain, observed) is { } traffic
            ? decision with { Sentence = $"{traffic}. Waits for {decision.Sentence}" }
            : decision;
    }

    private static DrainDecision Step(Drain drain, DrainObservation observed, DateTimeOffset now) => drain switch
    {
        { State: DrainState.Closed or DrainState.Cancelled or DrainState.Failed } =>
            throw new InvalidOperationException($"Drain {drain.Id} is {drain.State}: there is no next step."),
        { FoundDrained: null } when observed.LeftPool is { } where => Move(DrainState.Cancelled, $"withdrawn: {where}"),
        { CancelRequested: true } => Cancelled(drain, observed, now),
        { State: DrainState.Proposed } => Proposed(drain, observed),
        { State: DrainState.Approved or DrainState.Blocked } => Start(drain, observed, now),
        { State: DrainState.Reserved or DrainState.Cordoned or DrainState.Draining or DrainState.Overdue } when Shortage.Of(drain, observed) is { } shortage =>
            GiveBack.Next(drain, observed, DrainState.Blocked, shortage, now),
        { State: DrainState.Reserved } => Cordon(drain, observed, now),
        { State: DrainState.Cordoned } => observed.Target.Takes
            ? Undone(drain, observed, now)
            : Move(DrainState.Draining, "the target sends no new requests; those in flight may end"),
        { State: DrainState.Draining } => Drain(drain, observed, now),
        { State: DrainState.Overdue } => Overdue(drain, observed, now),
        { State: DrainState.Empty } when Traffic.Of(drain, observed) is not null => KeepCordoned(drain, observed) ?? Stay(drain, "the traffic to end before the work begins"),
        { State: DrainState.Empty } => Move(DrainState.Working, "it is out of service: the work begins"),
        { State: DrainState.Working } => KeepCordoned(drain, observed) ?? Working(drain, observed),
        { State: DrainState.Validating } => KeepCordoned(drain, observed) ?? Validating(drain, observed),
        { State: DrainState.Returning } => GiveBack.Next(drain, observed, DrainState.Closed, "back in service", now),
        _ => throw new InvalidOperationException($"Drain {drain.Id} is in a state that is none: {drain.State}."),
    };

    /// <summary>Until it is empty nothing was done to the Host, and it goes back at once. From then on a cancel ends the repair, and what goes
    /// back is proven, or a person says in so many words that it goes back as it is.</summary>
    private static DrainDecision Cancelled(Drain drain, DrainObservation observed, DateTimeOffset now) => drain switch
    {
        { ReturnAsItIs: true } => GiveBack.Next(drain, observed, DrainState.Cancelled, $"cancelled; {drain.CancelledBy} returns it as it is", now),
        { State: DrainState.Empty or DrainState.Working } => Move(DrainState.Validating, "cancelled: the work ends here, and the host goes back when it is proven"),
        { State: DrainState.Validating } => KeepCordoned(drain, observed) ?? (observed.NotRepaired.Count == 0
            ? Move(DrainState.Returning, "cancelled: the host is proven, the agent is live, the GPUs are there, nothing critical was found since")
            : Stay(drain, $"proof of the host, or a person who returns it as it is: {string.Join("; ", observed.NotRepaired)}")),
        _ => GiveBack.Next(drain, observed, DrainState.Cancelled, "cancelled", now),
    };

    private static DrainDecision Proposed(Drain drain, DrainObservation observed) => observed switch
    {
        { StillCalledFor: false } => Move(DrainState.Cancelled, "withdrawn: what called for it has resolved"),
        { ApprovedByPolicy: true } => Move(DrainState.Approved, "approved by the pool's policy for urgent drains"),
        _ => Stay(drain, "a person's approval"),
    };

    private static DrainDecision Start(Drain drain, DrainObservation observed, DateTimeOffset now)
    {
        // Nobody but the policy said yes, and what it said it to is over: an old Event that a mended Host told late, say.
        if (!observed.StillCalledFor && drain.ApprovedBy == Policy)
        {
            return Move(DrainState.Cancelled, "withdrawn: what called for it has resolved");
        }

        if (drain.NotBefore > now || !(drain.Urgent || observed.WindowOpen))
        {
            return new(DrainState.Approved, DrainEffect.None, $"{observed.WindowName}: {Opens(drain, observed, now)}");
        }

        if (!drain.Urgent && observed.AtOnce <= observed.PlannedOut)
        {
            return new(DrainState.Approved, DrainEffect.None, AtOnceSentence(observed.PlannedOut, observed.AtOnce.Value));
        }

        if (observed.Target.State is EndpointState.Unreachable or EndpointState.Missing)
        {
            return Move(DrainState.Blocked, $"the target cannot drain it: {observed.Target.Sentence}");
        }

        if (observed.Guard is not { } guard)
        {
            throw new InvalidOperationException($"Drain {drain.Id} cannot start without the guard's verdict.");
        }

        return guard.Allowed
            ? Move(DrainState.Reserved, guard.Sentence)
            : Move(DrainState.Blocked, guard.Sentence);
    }

    private static DrainDecision Cordon(Drain drain, DrainObservation observed, DateTimeOffset now)
    {
        var target = observed.Target;
        if (target.State == EndpointState.Drained)
        {
            return Move(DrainState.Cordoned, $"the target confirms: {target.Sentence}");
        }

        if (target.State == EndpointState.Missing && drain.FoundDrained is null)
        {
            return Move(DrainState.Blocked, $"the target cannot drain it: {target.Sentence}");
        }
        // What we never touched is left alone while a balancer is silent; what we had taken out is taken out again wherever it came back.
        var asked = target.State == EndpointState.Taking || (target.Takes && drain.FoundDrained is not null);
        // An intent that is still there is a command that failed: past the deadline a person hears of it.
        return asked && !(drain.Intent is not null && now >= drain.Deadline)
            ? new(drain.State, DrainEffect.Cordon, "the target to take it out")
            : WaitOrOverdue(drain, asked ? drain.WaitingFor : $"the target to confirm: {target.Sentence}", now);
    }

    private static DrainDecision Drain(Drain drain, DrainObservation observed, DateTimeOffset now)
    {
        if (observed.Target.Takes)
        {
            return Undone(drain, observed, now);
        }

        if (Quiet.WaitsFor(drain, observed, now) is not { } reason)
        {
            return Emptied(drain, observed);
        }

        return Dead(observed, now) ? Move(DrainState.Overdue, DeadSentence(observed, now)) : WaitOrOverdue(drain, reason, now);
    }

    private static DrainDecision Overdue(Drain drain, DrainObservation observed, DateTimeOffset now)
    {
        if (drain.CordonedAt is null)
        {
            return Uncordoned(drain, observed);
        }

        if (observed.Target.Takes)
        {
            return Undone(drain, observed, now);
        }

        // Past the deadline no client is kept to it any more, so that it can become empty at all; what is under way goes on.
        if (observed.Target.KeepsClients(Found.Read(drain)) && now >= drain.Deadline)
        {
            return Close(drain);
        }

        if (Quiet.WaitsFor(drain, observed, now) is not { } reason)
        {
            return Emptied(drain, observed);
        }

        var noSessions = observed.Target is { State: EndpointState.Drained, Sessions: 0 };
        if (drain.OverrideBy is { } person && noSessions && !Undoings.IsFight(drain, now))
        {
            return Move(DrainState.Empty, $"{person} vouches that it is empty; the target has no sessions on it");
        }

        return Stay(drain, Dead(observed, now) ? DeadSentence(observed, now) : $"a person; nothing was killed. It still waits for {reason}");
    }

    /// <summary>Overdue, and never confirmed as taken out: what answers is still asked, while a person looks.</summary>
    private static DrainDecision Uncordoned(Drain drain, DrainObservation observed) => observed.Target switch
    {
        { State: EndpointState.Drained } => Move(DrainState.Cordoned, $"the target confirms: {observed.Target.Sentence}"),
        { State: EndpointState.Taking } => new(drain.State, DrainEffect.Cordon, "the target to take it out"),
        { Takes: true } when drain.FoundDrained is not null => Again(drain),
        _ => Stay(drain, $"a person: the target does not confirm: {observed.Target.Sentence}"),
    };

    /// <summary>The plan's steps, one after the other; when the last is proven, the Host as a whole is to be.</summary>
    private static DrainDecision Working(Drain drain, DrainObservation observed) => observed.Plan switch
    {
        null => throw new InvalidOperationException($"Drain {drain.Id} works without a look at its plan."),
        { Step: null } => Move(DrainState.Validating, "the plan is done"),
        { Unbegun: { } unbegun } when observed.Ladder?.Next is { } rung && !unbegun.SequenceEqual(rung.Works) => Climb(drain, $"{rung.Works[0].Kind} to begin: {rung.Why}", rung),
        { Reading: null } when Traffic.Of(drain, observed) is not null => Stay(drain, "the traffic to end before the next work begins"),
        { Reading: null } plan => Stay(drain, $"{plan.Step.Kind} to begin") with { Work = WorkAct.Begin },
        { Reading: { Progress: WorkProgress.Done } reading, Unproven: null } plan => plan.IsLast
            ? Move(DrainState.Validating, reading.Sentence) with { Work = WorkAct.Prove }
            : Stay(drain, reading.Sentence) with { Work = WorkAct.Prove },
        { Reading.Progress: WorkProgress.Done } plan => Stay(drain, $"proof of {plan.Step.Kind}: {plan.Unproven}"),
        { Reading: { Progress: WorkProgress.Failed } reading, Step.State: not WorkStepState.Failed } when observed.Ladder is { Next: var rung } =>
            Climb(drain, reading.Fault ?? reading.Sentence, rung),
        { Reading: { Progress: WorkProgress.Failed } reading, Step.State: not WorkStepState.Failed } => Stay(drain, reading.Sentence) with { Work = WorkAct.Fail },
        { Reading: var reading } => Stay(drain, reading.Sentence),
    };

    /// <summary>What a machine did and what did not mend the Host is followed by the next rung; after a person's work a person is waited for.</summary>
    private static DrainDecision Validating(Drain drain, DrainObservation observed) => observed switch
    {
        { Ladder: { Relapse: { } relapse, Next: var rung } } => Climb(drain, relapse, rung) with { State = DrainState.Working },
        { NotRepaired.Count: 0 } => Move(DrainState.Returning, "the repair is proven: the agent is live, the GPUs are there, nothing critical was found since"),
        _ => Stay(drain, $"proof of the repair: {string.Join("; ", observed.NotRepaired)}"),
    };

    private static DrainDecision Climb(Drain drain, string why, WorkPlan rung) => Stay(drain, why) with { Work = WorkAct.Climb, Rung = rung };

    /// <summary>Hands are on the machine: whatever made the target send requests again (a reload, a person) is undone at once.</summary>
    private static DrainDecision? KeepCordoned(Drain drain, DrainObservation observed) =>
        observed.Target.Takes ? Again(drain) with { Undone = true }
        : observed.Target.KeepsClients(Found.Read(drain)) ? Close(drain)
        : null;

    /// <summary>Quiet: but a client that the target keeps to the Host may come any minute.</summary>
    private static DrainDecision Emptied(Drain drain, DrainObservation observed) => observed.Target.KeepsClients(Found.Read(drain))
        ? Close(drain)
        : Move(DrainState.Empty, $"empty: no sessions in the target, {Quiet.Readings} quiet readings since the cordon");

    private static DrainDecision Close(Drain drain) =>
        new(drain.State, DrainEffect.Close, "the target to send it not even the clients that it keeps to it");

    private static DrainDecision Again(Drain drain) =>
        new(drain.State, DrainEffect.Cordon, "the target to take it out again: it had begun to send requests");

    /// <summary>Once or twice it is taken out anew. What is undone again and again is one trouble of one state, until it holds.</summary>
    private static DrainDecision Undone(Drain drain, DrainObservation observed, DateTimeOffset now)
    {
        var count = Undoings.Count(drain, now) + 1;
        if (count < Undoings.Fight)
        {
            return Move(DrainState.Reserved, $"the target sends requests again (a reload, or a person); taking it out again: {observed.Target.Sentence}") with { Undone = true };
        }

        return drain.State == DrainState.Overdue
            ? Again(drain) with { Undone = true }
            : Move(DrainState.Overdue, $"a person: {Undoings.Told(count)} sets it back to ready in the target, {Undoings.Times(count)}; it is taken out again each time: {observed.Target.Sentence}");
    }

    private static DrainDecision WaitOrOverdue(Drain drain, string reason, DateTimeOffset now) => now >= drain.Deadline
        ? Move(DrainState.Overdue, $"past its deadline of {Stamp(drain.Deadline.Value)}: a person is asked, nothing is killed. It waits for {reason}")
        : Stay(drain, reason);

    private static bool Dead(DrainObservation observed, DateTimeOffset now) =>
        observed.Target is { State: EndpointState.Drained, Sessions: 0 } && Quiet.IsSilent(observed);

    private static string DeadSentence(DrainObservation observed, DateTimeOffset now) => observed.Heartbeat.HeardAt is { } heard
        ? $"the host has been silent for {(int)(now - heard).TotalSeconds} s and the target has no sessions on it: it may be dead, which is not proof that it is empty. A person decides"
        : "the host was never heard and the target has no sessions on it: a person decides";

    /// <summary>The Window is open, and has no room for another Host.</summary>
    internal static string AtOnceSentence(int plannedOut, int atOnce) =>
        $"a place in the site's Window: {plannedOut} {(plannedOut == 1 ? "host is" : "hosts are")} out for planned work, and it lets {atOnce} be out at once";

    private static string Opens(Drain drain, DrainObservation observed, DateTimeOffset now) =>
        new[] { observed.NextWindow, drain.NotBefore }.Where(start => start > now).Max() is { } start ? $"opens {Stamp(start)}" : "none opens any more; declare another";

    private static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    private static DrainDecision Move(DrainState to, string sentence) => new(to, DrainEffect.None, sentence);

    private static DrainDecision Stay(Drain drain, string waitingFor) => new(drain.State, DrainEffect.None, waitingFor);
}
