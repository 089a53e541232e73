namespace SovereignFleet.Server.Telemetry.Ranges;

/// <summary>One bucket of a down-sampled series; NaN where nothing is known.</summary>
internal readonly record struct SeriesPoint(DateTimeOffset Start, double Min, double Mean, double Max);
