using SovereignFleet.Server.Fleet;

namespace SovereignFleet.Server.Health.Silence;

/// <summary>A Host that may be silent, with all that is known of its silence.</summary>
internal sealed record SilentHost
{
    public required HostIdentity Identity { get; init; }
    public required DateTimeOffset HeardAt { get; init; }
    /// <summary>The later of the last Frame and of when this server began to hear: what it could not hear is no silence.</summary>
    public required DateTimeOffset QuietSince { get; init; }
    /// <summary>Whether the Host is in service: one in repair may be off.</summary>
    public required bool Expected { get; init; }
    /// <summary>When its Condition began; null: it has none yet.</summary>
    public DateTimeOffset? FiringSince { get; init; }
    /// <summary>The gateway that the inventory names, in the Host's own Site; null: none.</summary>
    public Guid? GatewayId { get; init; }
    /// <summary>Null: no gateway tells of its BMC.</summary>
    public SilentBmc? Bmc { get; init; }
    /// <summary>Null: its console was not asked for since it was heard.</summary>
    public SilentConsole? Console { get; init; }
    /// <summary>How often its console was captured without a person's order within a day.</summary>
    public int CapturesOfADay { get; init; }
}
