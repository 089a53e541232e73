using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;

namespace SovereignFleet.Server.Alerts;

/// <summary>Alert names. They are what people route and silence by: add, never rename.</summary>
internal static class AlertNames
{
    public static string Of(Condition condition) => FaultCatalog.AlertNameOf(condition.Code);

    public static string OfDrain(AlertCause cause) => cause switch
    {
        AlertCause.DrainBlocked => "DrainBlockedByCapacity",
        AlertCause.DrainStuck => "DrainStuck",
        AlertCause.DrainFailed => "DrainFailed",
        AlertCause.DrainWorkFailed => "DrainWorkFailed",
        _ => throw new ArgumentOutOfRangeException(nameof(cause), cause, "No Drain causes it."),
    };
}
