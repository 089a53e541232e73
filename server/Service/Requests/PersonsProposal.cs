using SovereignFleet.Server.Service.Plan;

namespace SovereignFleet.Server.Service.Requests;

/// <summary>What a person proposes.</summary>
/// <param name="NotBefore">Null: as soon as it may.</param>
internal sealed record PersonsProposal(string HostName, string Reason, bool Urgent, WorkPlan Plan, DateTimeOffset? NotBefore = null);
