using SovereignFleet.Proto.Link;

namespace SovereignFleet.Server.Prediction.History;

/// <summary>What is known of one GPU over the last thirty days.</summary>
/// <param name="Events">Its own of the kinds that the states count, in the order of time.</param>
/// <param name="Reading">The last one; null: none.</param>
internal sealed record GpuHistory(string GpuUuid, DateTimeOffset InstalledAt, IReadOnlyList<GpuEvent> Events, GpuReading? Reading)
{
    private static readonly TimeSpan Coalesce = TimeSpan.FromHours(1);

    /// <summary>One failure reports itself many times: what follows within an hour of the one before belongs to it. Without this, the chance
    /// of "the next" looks thirty times as large (Titan, 30,207 GPUs).</summary>
    /// <returns>The start of each episode.</returns>
    public IReadOnlyList<DateTimeOffset> Episodes(Func<GpuEvent, bool> counts)
    {
        var starts = new List<DateTimeOffset>();
        DateTimeOffset? last = null;
        foreach (var at in Events.Where(counts).Select(seen => seen.At))
        {
            if (last is null || at - last > Coalesce)
            {
                starts.Add(at);
            }

            last = at;
        }

        return starts;
    }
}
