namespace SovereignFleet.Server.Audit;

/// <summary>Where an entry stands in the audit log's order of time.</summary>
internal readonly record struct JournalPlace(DateTimeOffset At, long Id);
