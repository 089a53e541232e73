namespace SovereignFleet.Server.Prediction.History;

/// <summary>What a risk state looks at of a GPU's Event.</summary>
internal readonly record struct GpuEvent(DateTimeOffset At, string Kind, int Code);
