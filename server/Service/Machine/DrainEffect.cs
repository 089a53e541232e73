namespace SovereignFleet.Server.Service.Machine;

/// <summary>What is done to the world outside before the Drain may move on.</summary>
internal enum DrainEffect
{
    None,
    /// <summary>The target sends the Host no new requests.</summary>
    Cordon,
    /// <summary>The target sends the Host requests again, as far as it did before.</summary>
    Uncordon,
}
