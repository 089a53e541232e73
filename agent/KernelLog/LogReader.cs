using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.KernelLog;

/// <summary>Turns the text of records into Events, and accounts for each record.</summary>
internal sealed class LogReader
{
    /// <summary>An Event waits for so many further lines of others at most: then what was to come has come.</summary>
    private const int LongestWait = 64;

    private readonly IReadOnlyList<ILogSubject> subjects = LogSubjects.Create();
    private int waited;

    public LineCounts Tally { get; } = new();

    /// <summary>True while an Event waits for lines that may still belong to it.</summary>
    public bool IsHolding { get; private set; }

    /// <summary>Reads one record; a record may have several lines.</summary>
    /// <param name="place">Where the record stands in its log; empty where nobody reads it twice.</param>
    public IReadOnlyList<Event> Read(KernelRecord record, DateTimeOffset? at, DateTimeOffset? moment, string place = "")
    {
        var told = new List<Event>();
        var fared = LineClass.Ignored;
        var number = 0;
        foreach (var line in record.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var own = number++ == 0 || place.Length == 0 ? place : $"{place}.{number}";
            var one = Take(new KernelLine(line, at, moment, own, record.Times), told);
            fared = one > fared ? one : fared;
        }

        Tally.Add(fared);
        Hold(told);
        return told;
    }

    /// <summary>Tells what was held back for what might have followed.</summary>
    public IReadOnlyList<Event> Flush()
    {
        var told = new List<Event>();
        foreach (var subject in subjects)
        {
            Tally.Reclass(subject.Flush(told));
        }

        (IsHolding, waited) = (false, 0);
        return told;
    }

    private LineClass Take(KernelLine line, List<Event> told)
    {
        foreach (var subject in subjects)
        {
            if (subject.Take(line, told) is var fared and not LineClass.Ignored)
            {
                return fared;
            }
        }

        return LineClass.Ignored;
    }

    private void Hold(List<Event> told)
    {
        IsHolding = subjects.Any(subject => subject.IsHolding);
        waited = IsHolding ? waited + 1 : 0;
        if (waited > LongestWait)
        {
            told.AddRange(Flush());
        }
    }
}
