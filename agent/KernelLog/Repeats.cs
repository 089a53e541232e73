using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.KernelLog;

/// <summary>Counts what repeats: the first Event of a text goes on at once, further ones of the same second go on together as
/// one with their number. Nothing is dropped. Pure but for its memory.</summary>
internal sealed class Repeats
{
    private const int MostTexts = 2048;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);
    private readonly Dictionary<string, (DateTimeOffset Until, Event? Held)> seen = [];

    /// <summary>True while something is held: a cursor behind it must not be kept yet.</summary>
    public bool IsHolding => seen.Values.Any(entry => entry.Held is not null);

    /// <summary>The Event where it goes on at once; null where it was counted.</summary>
    public Event? Add(Event happened, DateTimeOffset now)
    {
        var key = happened.Kind + happened.Text;
        if (!seen.TryGetValue(key, out var entry) || (entry.Until <= now && entry.Held is null))
        {
            if (seen.Count < MostTexts || seen.ContainsKey(key))
            {
                seen[key] = (now + Window, null);
            }

            return happened;
        }

        if (entry.Held is null)
        {
            seen[key] = (entry.Until, happened);
        }
        else
        {
            entry.Held.Count++;
            entry.Held.At = happened.At;
        }

        return null;
    }

    /// <summary>What was held and whose second is over. With DateTimeOffset.MaxValue: all.</summary>
    public IReadOnlyList<Event> Due(DateTimeOffset now)
    {
        var due = new List<Event>();
        foreach (var (key, (until, held)) in seen.Where(entry => entry.Value.Until <= now).ToList())
        {
            if (held is null)
            {
                seen.Remove(key);
                continue;
            }

            due.Add(held);
            // A text that repeats for hours makes one Event a second.
            seen[key] = (now < DateTimeOffset.MaxValue ? now + Window : now, null);
        }

        return due;
    }
}
