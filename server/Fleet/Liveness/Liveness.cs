namespace SovereignFleet.Server.Fleet.Liveness;

/// <summary>Whether a Host is heard. Judged by <see cref="LivenessAt.Of(DateTimeOffset?)"/>; by the age of a reading alone by <see cref="LivenessOptions.Of"/>.</summary>
internal enum Liveness
{
    /// <summary>Nothing was ever heard of it.</summary>
    NeverHeard,

    /// <summary>It is heard as it should be.</summary>
    Live,

    /// <summary>Not heard for a while: what is known of it is still believed, and no longer shown as if it were now.</summary>
    Late,

    /// <summary>Not heard for so long that nothing of it is believed: it is not available, and somebody is told.</summary>
    Silent,
}
