using System.Globalization;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Fleet.Summary;

/// <summary>How many Hosts of a Pool can still go, in words.</summary>
internal static class Headroom
{
    public static string Of(Pool pool) => ((long)pool.Available - pool.Required - pool.Spare) switch
    {
        > 0 and var spare => $"{spare.ToString(CultureInfo.InvariantCulture)} can go",
        0 => "none can go",
        var missing => $"{(-missing).ToString(CultureInfo.InvariantCulture)} too few",
    };
}
