using SovereignFleet.Dashboard.Look;

namespace SovereignFleet.Dashboard.Layout.Filters;

/// <summary>What is wrong with a value that stands in an address, as a sentence that says what is shown in its place.</summary>
internal static class AddressFault
{
    /// <summary>Null: there is no value, or it is one that the page knows.</summary>
    public static string? Of(string? value, bool isKnown, string whatItIsNot) =>
        string.IsNullOrEmpty(value) || isKnown ? null : $"“{Shown.Short(value)}” is {whatItIsNot}";

    public static IReadOnlyList<string> All(params string?[] faults) => [.. faults.OfType<string>()];

    /// <summary>The range that an address names.</summary>
    public static string? OfRange(string? range) =>
        Of(range, TimeRange.Named(range) is not null, $"no time range: {string.Join(", ", TimeRange.All.Select(each => each.Key))} are. What is shown is not narrowed by it.");
}
