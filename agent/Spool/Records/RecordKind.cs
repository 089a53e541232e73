namespace SovereignFleet.Agent.Spool.Records;

/// <summary>What a record holds. The letter stands in its mark.</summary>
internal enum RecordKind : byte
{
    /// <summary>A message.</summary>
    Whole = (byte)'R',

    /// <summary>A message, as the name of its reference and what differs from that.</summary>
    Delta = (byte)'D',

    /// <summary>No message: a Frame that others are told by. Each is in its segment twice.</summary>
    Reference = (byte)'K',

    /// <summary>Nothing: damage that was counted once.</summary>
    Void = (byte)'V',
}
