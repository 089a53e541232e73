namespace SovereignFleet.Server.Health.Xids;

/// <summary>Whose trouble an XID is.</summary>
internal enum XidClass
{
    /// <summary>The program's, not the hardware's.</summary>
    Application,
    Driver,
    Memory,
    Link,
    Power,
    /// <summary>The GPU is gone.</summary>
    Lost,
    /// <summary>Tells of another XID.</summary>
    Informational,
}
