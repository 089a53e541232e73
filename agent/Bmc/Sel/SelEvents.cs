using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Bmc.Sel;

/// <summary>Makes an Event of a record of a BMC's log. Pure.</summary>
internal static class SelEvents
{
    /// <param name="host">Whose BMC it is; empty: this Host's own.</param>
    public static Event Of(SelRecord record, string host, DateTimeOffset now)
    {
        var happened = new Event
        {
            // A BMC whose clock was never set, or runs ahead, knows no time of its own.
            At = (record.At is { } at && at <= now ? at : now).ToTimestamp(),
            Kind = EventKinds.BmcSel,
            Count = 1,
            Source = "bmc",
            Text = record.Line,
            Host = host,
        };
        Put("sensor", record.Sensor);
        Put("what", record.What);
        Put("direction", record.Direction);
        Put("reading", record.Reading);
        Put("bmc_time", record.BmcTime);
        Put("dimm", record.Dimm);
        Put("record", record.Id.ToString("x", System.Globalization.CultureInfo.InvariantCulture));
        return happened;

        void Put(string key, string value)
        {
            if (value.Length > 0)
            {
                happened.Detail[key] = value;
            }
        }
    }
}
