using System.Collections.Immutable;
using Ical.Net.DataTypes;

namespace SovereignFleet.Server.Windows;

/// <summary>Reads what people and calendars write as a rule: "FREQ=MONTHLY;BYDAY=2TU", with or without "RRULE:" before it.</summary>
internal static class WindowRules
{
    private const string Name = "RRULE:";
    private const int Longest = 500;
    private const int MostStarts = 1_000;
    private const int MostADay = 24;

    private static readonly ImmutableArray<string> Frequencies = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"];
    private static readonly ImmutableArray<string> TooOften = ["SECONDLY", "MINUTELY", "HOURLY"];

    private static readonly ImmutableArray<string> Keys =
        ["FREQ", "UNTIL", "COUNT", "INTERVAL", "BYSECOND", "BYMINUTE", "BYHOUR", "BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS", "WKST"];

    /// <summary>As it is kept: without its name, in capitals.</summary>
    public static string Plain(string text)
    {
        var rule = text.Trim().ToUpperInvariant();
        return (rule.StartsWith(Name, StringComparison.Ordinal) ? rule[Name.Length..] : rule).TrimEnd(';');
    }

    /// <returns>The rule, or the sentence that says what is wrong with it.</returns>
    public static (WindowRule? Rule, string? Fault) Read(string text)
    {
        var plain = Plain(text);
        if (FaultOfWords(plain) is { } unfit)
        {
            return (null, unfit);
        }

        RecurrenceRule rule;
        try
        {
            rule = new RecurrenceRule(plain);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or OverflowException)
        {
            return (null, $"\"{plain}\" is no RRULE of RFC 5545: {error.Message.Split('\n', '(')[0].Trim()}");
        }

        return FaultOf(rule, plain) is { } fault ? (null, fault) : (new WindowRule(rule), null);
    }

    private static string? FaultOfWords(string plain)
    {
        if (plain.Length > Longest)
        {
            return $"a rule has at most {Longest} characters.";
        }

        var parts = plain.Split(';').Select(part => part.Split('=')).ToArray();
        var odd = parts.FirstOrDefault(part => part is not [{ Length: > 0 }, { Length: > 0 }]) is { } unfit ? string.Join('=', unfit) : null;
        var keys = parts.Select(part => part[0]).ToArray();
        var frequency = parts.FirstOrDefault(part => part[0] == "FREQ") is [_, var word] ? word : null;
        return odd is not null ? $"\"{odd}\" is no part of an RRULE; write KEY=VALUE with ';' between, as FREQ=WEEKLY;BYDAY=SU."
            : keys.FirstOrDefault(key => !Keys.Contains(key)) is { } unknown ? $"{unknown} is no part of an RRULE; there are {string.Join(", ", Keys)}."
            : keys.GroupBy(key => key).FirstOrDefault(group => group.Count() > 1)?.Key is { } twice ? $"{twice} stands twice."
            : frequency is null ? "FREQ is missing, as FREQ=WEEKLY;BYDAY=SU."
            : TooOften.Contains(frequency) ? $"FREQ={frequency} opens too often for work on a Host; FREQ=DAILY with BYHOUR=2,14 opens twice a day."
            : !Frequencies.Contains(frequency) ? $"FREQ={frequency} is none of {string.Join(", ", Frequencies)}."
            : keys.Contains("COUNT") && keys.Contains("UNTIL") ? "COUNT and UNTIL exclude each other."
            : null;
    }

    private static string? FaultOf(RecurrenceRule rule, string plain) =>
        rule.Interval is < 1 or > MostStarts ? $"INTERVAL={rule.Interval} must be 1 to {MostStarts}."
        : rule.Count is < 1 or > MostStarts ? $"COUNT={rule.Count} must be 1 to {MostStarts}."
        : Often(rule.ByHour) * Often(rule.ByMinute) * Often(rule.BySecond) > MostADay ? $"it opens more than {MostADay} times a day."
        : rule.ByDay.Any(day => day.Offset is 0 or < -53 or > 53) ? $"\"{plain}\": BYDAY counts from 1 to 53, or -1 to -53 from the end."
        : rule.ByMonthDay.Contains(0) || rule.ByYearDay.Contains(0) || rule.ByWeekNo.Contains(0) || rule.BySetPosition.Contains(0) ? $"\"{plain}\": there is no day, week or position 0."
        : null;

    private static int Often(List<int> parts) => Math.Max(1, parts.Distinct().Count());
}
