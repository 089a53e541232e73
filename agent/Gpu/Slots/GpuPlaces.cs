using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu.Slots;

/// <summary>Which GPU stood where when the agent last looked, kept over restarts: another one there was put in by somebody.</summary>
internal sealed class GpuPlaces(string file)
{
    private IReadOnlyList<GpuPlace>? known;

    /// <summary>Nothing on the first day: where nothing was known nothing was replaced.</summary>
    public IReadOnlyList<GpuPlace> Known => known ??= Load();

    /// <summary>What is to be remembered: a GPU that is away keeps its place until another stands there.</summary>
    public static IReadOnlyList<GpuPlace> After(IReadOnlyList<GpuPlace> before, IReadOnlyList<GpuPlace> now) =>
        [.. now, .. before.Where(old => !now.Any(place => place.IsAt(old) || place.Uuid == old.Uuid))];

    /// <summary>A board that only moved is told too, with where it was: the history of a slot is not that of a board.</summary>
    public static IReadOnlyList<Event> Replaced(IReadOnlyList<GpuPlace> before, IReadOnlyList<GpuPlace> now, DateTimeOffset at) =>
    [
        .. from place in now
           let old = before.FirstOrDefault(old => old.IsAt(place))
           where old is not null && old.Uuid != place.Uuid
           select Make(old, place, before.FirstOrDefault(other => other.Uuid == place.Uuid), at),
    ];

    /// <summary>Beside and renamed: a crash leaves the old note or the new one.</summary>
    public void Save(IReadOnlyList<GpuPlace> places)
    {
        if (known is not null && known.SequenceEqual(places))
        {
            return;
        }

        known = places;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllLines(file + ".new", places.Select(place => place.Line));
            File.Move(file + ".new", file, overwrite: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // A full disk: the same change is told once more after the next start.
        }
    }

    private IReadOnlyList<GpuPlace> Load()
    {
        try
        {
            return File.Exists(file) ? [.. File.ReadAllLines(file).Select(GpuPlace.Parse).OfType<GpuPlace>()] : [];
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static Event Make(GpuPlace before, GpuPlace now, GpuPlace? moved, DateTimeOffset at)
    {
        var made = new Event
        {
            At = at.ToTimestamp(),
            Kind = EventKinds.GpuReplaced,
            GpuUuid = now.Uuid,
            PciAddress = now.PciAddress,
            Count = 1,
            Source = "agent",
            Text = $"Another GPU stands at {now.PciAddress}: {now.Uuid} (serial {Or(now.Serial)}), before {before.Uuid} (serial {Or(before.Serial)})",
        };
        made.Detail["uuid"] = now.Uuid;
        made.Detail["serial"] = now.Serial;
        made.Detail["uuid_before"] = before.Uuid;
        made.Detail["serial_before"] = before.Serial;
        if (now.Slot is { } slot)
        {
            made.Detail["slot"] = slot.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (moved is not null)
        {
            made.Detail["moved_from"] = moved.PciAddress;
        }

        return made;
    }

    private static string Or(string serial) => serial.Length == 0 ? "unknown" : serial;
}
