namespace SovereignFleet.Server.Identity.Agents;

/// <summary>What a certificate that this CA signed is worth now.</summary>
internal enum Standing
{
    /// <summary>It is its Host's current one, or the one made to follow it.</summary>
    Holds,
    /// <summary>The database does not know it: it was restored from a backup that is older than the certificate.</summary>
    Unknown,
    /// <summary>Another one took its place. Its Host has that one, so whoever shows this one has a copy, or the other one is a thief's.</summary>
    Superseded,
    Revoked,
}
