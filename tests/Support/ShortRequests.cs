using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Service.Requests;

namespace SovereignFleet.Tests.Support;

/// <summary>What most tests ask of a Drain: now, and proven before it goes back.</summary>
internal static class ShortRequests
{
    public static Task<DrainReply> ProposeAsync(
        this DrainRequests requests, string hostName, string reason, bool urgent, WorkPlan plan, string person, CancellationToken cancellationToken) =>
        requests.ProposeAsync(new PersonsProposal(hostName, reason, urgent, plan), person, cancellationToken);

    public static Task<DrainReply> CancelAsync(this DrainRequests requests, Guid id, string reason, string person, CancellationToken cancellationToken) =>
        requests.CancelAsync(id, reason, asItIs: false, person, cancellationToken);
}
