namespace SovereignFleet.Server.Service.Plan;

/// <summary>For which Host, and why, somebody wants a plan.</summary>
/// <param name="Gpus">The UUIDs of the Host's GPUs.</param>
internal sealed record WorkRequest(string HostName, IReadOnlyCollection<string> Gpus, string Reason);
