using Ical.Net;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;

namespace SovereignFleet.Server.Windows;

/// <summary>An RRULE (RFC 5545, 3.3.10) on a wall clock. Ical.Net counts the dates, on a clock without a zone: what its zones make of an hour that is
/// skipped or comes twice is not what we say, and <see cref="WallClock"/> decides. UNTIL, which may be an instant, is ours for the same reason.</summary>
internal sealed class WindowRule
{
    // A rule that yields nothing is looked at this often: a leap day comes after eight years, in steps of days.
    private const int MostEmptySteps = 4_000;

    private readonly RecurrenceRule rule;
    private readonly CalDateTime? until;

    internal WindowRule(RecurrenceRule rule)
    {
        (this.rule, until) = (rule, rule.Until);
        rule.Until = null;
    }

    /// <summary>The starts from <paramref name="from"/> on, in order. There may be no end to them.</summary>
    public IEnumerable<DateTime> Starts(DateTime first, DateTime from)
    {
        var seed = Near(first, from);
        using var dates = new RecurrencePatternEvaluator(rule)
            .Evaluate(new CalDateTime(seed, hasTime: true), new CalDateTime(from > seed ? from : seed, hasTime: true), new EvaluationOptions { MaxUnmatchedIncrementsLimit = MostEmptySteps })
            .GetEnumerator();
        while (MoveOn(dates))
        {
            var start = DateTime.SpecifyKind(dates.Current.StartTime.Value, DateTimeKind.Unspecified);
            if (start >= from)
            {
                yield return start;
            }
        }
    }

    /// <summary>Whether UNTIL lies before this start.</summary>
    public bool IsOver(DateTime local, DateTimeOffset instant) => until switch
    {
        null => false,
        { HasTime: false } => local.Date > until.Value.Date,
        { IsUtc: true } => instant.UtcDateTime > until.Value,
        _ => local > until.Value,
    };

    /// <summary>Years of days are not counted one by one: whole intervals later the rule yields the same. A COUNT counts from the first.</summary>
    private DateTime Near(DateTime first, DateTime from)
    {
        var interval = rule.Frequency switch
        {
            _ when rule.Count is not null => 0,
            FrequencyType.Daily => rule.Interval,
            FrequencyType.Weekly => rule.Interval * 7,
            _ => 0,
        };
        var days = (from - first).Days;
        return interval > 0 && days > 2 * interval ? first.AddDays(((days / interval) - 1) * interval) : first;
    }

    private static bool MoveOn(IEnumerator<Period> dates)
    {
        try
        {
            return dates.MoveNext();
        }
        catch (EvaluationException)
        {
            // No date any more that matches, or none that a calendar has: the rule has ended.
            return false;
        }
    }
}
