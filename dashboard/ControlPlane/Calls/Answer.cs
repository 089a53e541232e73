namespace SovereignFleet.Dashboard.ControlPlane.Calls;

/// <summary>What a call came back with: a value, or the reason why there is none.</summary>
internal readonly record struct Answer<T>(T? Value, Fault? Fault) where T : class;
