using SovereignFleet.Dashboard.Sessions;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Drains.Next;

/// <summary>The one thing to do next about a Host, as its Drain stands now: the same on the fleet's page, the Host's, the Drain's card and the ticket.
/// Pure. The server decides each call.</summary>
/// <param name="Says">Where things stand, in place of what was advised before there was a Drain. Empty: there is none.</param>
/// <param name="WhyNot">Why this person may not do it; null: they may, or there is nothing to decide.</param>
public readonly record struct NextAction(NextKind Kind, string Says, string? WhyNot)
{
    /// <summary>There is nothing to do about a Host: it is of none.</summary>
    public static readonly NextAction None = new(NextKind.None, "", null);

    /// <param name="drain">Null: there is no live Drain.</param>
    /// <param name="asksForDrain">What is wrong asks for the Host to be drained.</param>
    internal static NextAction Of(DrainFacts? drain, bool asksForDrain, string siteId, SignedIn person)
    {
        var (kind, says) = drain is { } facts ? Of(facts) : (asksForDrain ? NextKind.Propose : NextKind.Open, "");
        var whyNot = kind switch
        {
            NextKind.Propose or NextKind.Approve or NextKind.Vouch or NextKind.LiftBrake => Rights.WhyNotDecide(person),
            NextKind.MarkWorkDone => Rights.WhyNotWork(person, siteId),
            _ => null,
        };
        // Whoever may not decide can still look at what waits for a decision.
        return new NextAction(whyNot is null ? kind : drain is null ? NextKind.Open : NextKind.Follow, says, whyNot);
    }

    /// <summary>The word on its button.</summary>
    /// <param name="hostName">Where the page does not say of which Host; empty: it does.</param>
    public static string Label(NextKind kind, string hostName)
    {
        var of = hostName.Length > 0 ? " of " + hostName : "";
        return kind switch
        {
            NextKind.Propose => "Propose drain" + of,
            NextKind.Approve => of.Length > 0 ? "Approve the drain" + of : "Approve",
            NextKind.Vouch => of.Length > 0 ? "Go on with the drain" + of : "Go on: it is empty",
            NextKind.LiftBrake => of.Length > 0 ? "Lift the limit for the drain" + of : "Lift the limit",
            NextKind.MarkWorkDone => "Mark work as done",
            NextKind.Follow => "Open its drain",
            _ => "Open",
        };
    }

    private static (NextKind Kind, string Says) Of(DrainFacts drain) => drain switch
    {
        { State: DrainState.Closed } => (NextKind.None, "It is back in service."),
        { State: DrainState.Cancelled } => (NextKind.None, "Its drain was cancelled."),
        { State: DrainState.Failed } => (NextKind.None, "Its drain failed."),
        { IsUndone: true } => (NextKind.Follow, "Its drain is being undone."),
        { State: DrainState.Proposed } => (NextKind.Approve, "Its drain is proposed and waits for approval."),
        { State: DrainState.Overdue } => (NextKind.Vouch, "It did not become empty by its deadline."),
        { IsBraked: true } => (NextKind.LiftBrake, "Its drain is held by the limit on predicted failures."),
        { State: DrainState.Blocked } => (NextKind.Follow, "Its drain waits until the guard allows it; it goes on by itself."),
        { State: DrainState.Approved or DrainState.Reserved } => (NextKind.Follow, "Its drain is approved and begins by itself."),
        { State: DrainState.Cordoned or DrainState.Draining } => (NextKind.Follow, "It is being drained."),
        { State: DrainState.Empty } => (NextKind.Follow, "It is drained; its work begins by itself."),
        { State: DrainState.Working, HasFailedWork: true } => (NextKind.MarkWorkDone, "It is drained, and a work of its plan failed: it is done by hand."),
        { State: DrainState.Working, TakesWord: true } => (NextKind.MarkWorkDone, "It is drained and ready to be worked on."),
        { State: DrainState.Working } => (NextKind.Follow, "It is drained, and its work is under way."),
        { State: DrainState.Validating } => (NextKind.Follow, "Its repair is being proven."),
        { State: DrainState.Returning } => (NextKind.Follow, "It goes back to service."),
        // A newer server may know more states.
        _ => (NextKind.Follow, ""),
    };
}
