using Google.Protobuf.WellKnownTypes;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Capacity;

/// <summary>The guard's verdicts as the API tells them.</summary>
internal static class GuardVerdictMapper
{
    /// <param name="namesHosts">Whoever asks may know of all the Pool's Hosts.</param>
    public static Wire.GuardVerdict ToWire(this GuardVerdict verdict, bool namesHosts) => new()
    {
        Allowed = verdict.Allowed,
        Sentence = verdict.Sentence,
        Available = (uint)verdict.Available,
        Required = (uint)verdict.Required,
        Spare = (uint)verdict.Spare,
        Reserved = (uint)verdict.Reserved,
        NotAvailable = { namesHosts ? verdict.NotAvailable : [] },
        At = Timestamp.FromDateTimeOffset(verdict.At),
        Braked = verdict.Braked,
    };
}
