namespace SovereignFleet.Server.Link.Streams;

/// <summary>Names one message of one Host for ever.</summary>
internal readonly record struct MessageKey(string SpoolId, ulong Sequence);
