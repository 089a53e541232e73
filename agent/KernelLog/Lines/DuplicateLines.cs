using System.Globalization;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.KernelLog.Lines;

/// <summary>Counts what repeats, so that a burst of thousands of lines a second makes few Events and loses none: the first of a
/// text goes on at once, further ones of the same second go on together as one with their number; texts that differ in their
/// numbers only, and whatever is past the second's measure, go on folded. Bounded in memory and in what it lets through. What it
/// makes of the lines of a second hangs on those lines and on what it knew when the second began, and on nothing else.</summary>
internal sealed class DuplicateLines
{
    private const int MostTexts = 512;
    private const int MostFolds = 256;
    private const int MostOfAFold = 16;
    private const int MostAtOnce = 256;
    private const int LongestShape = 120;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly Dictionary<ulong, Event?> texts = [];
    private readonly Dictionary<string, (int Passed, Event? Held)> folds = [];
    private DateTimeOffset until;
    private int passed;

    /// <param name="known">What an earlier run knew: see <see cref="Known"/>.</param>
    public DuplicateLines(IEnumerable<ulong>? known = null)
    {
        foreach (var text in known ?? [])
        {
            texts[text] = null;
        }
    }

    /// <summary>True since the first line of a second, until its end.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>No second is open, and nothing is remembered of the last one: time changes nothing here.</summary>
    public bool IsIdle => !IsOpen && texts.Count == 0;

    /// <summary>Of use between two seconds: the texts that repeated in the last one, and are counted at once in the next.</summary>
    public IReadOnlyList<ulong> Known => [.. texts.Keys];

    /// <summary>The Event where it goes on at once; null where it was counted.</summary>
    public Event? Add(Event happened, DateTimeOffset now)
    {
        if (!IsOpen)
        {
            (IsOpen, until) = (true, now + Window);
        }

        var text = StableHash.Of(happened.Kind, happened.PciAddress, happened.Text);
        if (texts.TryGetValue(text, out var held))
        {
            texts[text] = Joined(held, happened);
            return null;
        }

        var fold = Fold(happened);
        var (before, folded) = folds.GetValueOrDefault(fold);
        // The driver's messages that are no errors may not take the room of its errors.
        var share = happened.Kind == EventKinds.DriverMessage ? 2 : 1;
        if (before < MostOfAFold && passed < MostAtOnce / share && texts.Count < MostTexts / share)
        {
            texts[text] = null;
            folds[fold] = (before + 1, folded);
            passed++;
            return happened;
        }

        folds[fold] = (before, Joined(folded, happened));
        return null;
    }

    /// <summary>True where a second is over, and <see cref="End"/> is to follow.</summary>
    public bool IsOver(DateTimeOffset now) => now >= until && (IsOpen || texts.Count > 0);

    /// <summary>Ends the second and gives what was held in it.</summary>
    public IReadOnlyList<Event> End(DateTimeOffset now)
    {
        var due = texts.Values.Concat(folds.Values.Select(fold => fold.Held)).OfType<Event>().ToList();
        foreach (var fold in folds.Values.Where(fold => fold.Held is not null))
        {
            fold.Held!.Detail["folded"] = fold.Held.Count.ToString(CultureInfo.InvariantCulture);
        }

        // A text that repeats for hours makes one Event a second: it is still known when the next second begins.
        var known = texts.Where(entry => entry.Value is not null).Select(entry => entry.Key).ToList();
        texts.Clear();
        folds.Clear();
        known.ForEach(text => texts[text] = null);
        (passed, IsOpen, until) = (0, false, now + Window);
        return due;
    }

    private static Event Joined(Event? held, Event happened)
    {
        if (held is null)
        {
            return happened;
        }

        // The latest text stands for all: of folded ones the others differ.
        happened.Count = (uint)Math.Min(uint.MaxValue, (ulong)held.Count + happened.Count);
        return happened;
    }

    /// <summary>What Events have in common that are alike. The more kinds of likeness there are, the less of it remains: first the
    /// text goes, and only last which device it is.</summary>
    private string Fold(Event happened)
    {
        var device = $"{happened.Kind} {happened.Code.ToString(CultureInfo.InvariantCulture)} {happened.PciAddress}";
        var alike = $"{device} {Shape(happened.Text)}";
        return folds.Count < MostFolds || folds.ContainsKey(alike) ? alike
            : folds.Count < 2 * MostFolds || folds.ContainsKey(device) ? device
            : happened.Kind;
    }

    /// <summary>A text without its numbers: "open (major=510)" and "open (major=9)" are alike.</summary>
    private static string Shape(string text)
    {
        Span<char> shape = stackalloc char[LongestShape];
        var length = 0;
        foreach (var one in text)
        {
            var mark = char.IsAsciiHexDigit(one) ? '#' : one;
            if (length == LongestShape)
            {
                break;
            }

            if (mark != '#' || length == 0 || shape[length - 1] != '#')
            {
                shape[length++] = mark;
            }
        }

        return new string(shape[..length]);
    }
}
