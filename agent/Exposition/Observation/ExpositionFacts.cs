namespace SovereignFleet.Agent.Exposition.Observation;

/// <summary>What is told of this agent beside its readings.</summary>
internal sealed record ExpositionFacts(string HostName, string MachineId, string AgentVersion, TimeSpan BmcPeriod);
