using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;

namespace SovereignFleet.Server.Alerts.Causes;

/// <summary>Alert names. They are what people route and silence by: add, never rename.</summary>
internal static class AlertNames
{
    public static string Of(Condition condition) => FaultCatalog.AlertNameOf(condition.Code);

    public static string Of(AlertCause cause) => cause switch
    {
        AlertCause.DrainBlocked => "DrainBlockedByCapacity",
        AlertCause.DrainStuck => "DrainStuck",
        AlertCause.DrainFailed => "DrainFailed",
        AlertCause.DrainWorkFailed => "DrainWorkFailed",
        AlertCause.DrainTraffic => "DrainTraffic",
        AlertCause.TicketNotDelivered => "TicketNotDelivered",
        AlertCause.PoolBelowRequired => "PoolBelowRequired",
        AlertCause.PoolBelowSpare => "PoolBelowSpare",
        AlertCause.JournalNotProven => "JournalNotProven",
        AlertCause.CommandWaits => "CommandWaits",
        _ => throw new ArgumentOutOfRangeException(nameof(cause), cause, "A Condition's alert has its fault's name."),
    };
}
