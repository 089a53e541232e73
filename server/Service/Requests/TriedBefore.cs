using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Ladder;
using SovereignFleet.Server.Service.Ladder.Reading;
using SovereignFleet.Server.Service.Machine;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Service.Requests;

/// <summary>What machines tried on the Hosts of live Drains before: a person sees what the ladder counts.</summary>
internal static class TriedBefore
{
    private const int Most = 20;

    /// <returns>By Drain, the latest first.</returns>
    public static async Task<ILookup<Guid, Wire.PastRepair>> ReadAsync(FleetDb db, IReadOnlyList<Drain> drains, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var told = new List<(Guid Drain, Wire.PastRepair Repair)>();
        var live = drains.Where(drain => !DrainMachine.Final.Contains(drain.State)).ToList();
        // Most Hosts were not repaired for weeks: one question tells which were.
        var repaired = await LadderMemory.RepairedAsync(db, live.ConvertAll(drain => drain.HostId), now, cancellationToken);
        foreach (var drain in live.Where(drain => repaired.Contains(drain.HostId)))
        {
            var gpus = await LadderReader.GpusAsync(db, drain.HostId, cancellationToken);
            var tried = await LadderMemory.ReadAsync(db, drain.HostId, gpus, now, cancellationToken);
            told.AddRange(tried.Where(one => one.DrainId != drain.Id).Reverse().Take(Most).Select(one => (drain.Id, new Wire.PastRepair
            {
                DrainId = one.DrainId.ToString(),
                At = Timestamp.FromDateTimeOffset(one.BegunAt),
                Text = TriedText.Line(one, uuid => gpus.TryGetValue(uuid, out var gpu) ? $"GPU {gpu.Index}" : uuid),
            })));
        }

        return told.ToLookup(one => one.Drain, one => one.Repair);
    }
}
