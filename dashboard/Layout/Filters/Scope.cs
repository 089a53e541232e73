using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace SovereignFleet.Dashboard.Layout.Filters;

/// <summary>What the top bar narrows each page to: a Site and a range of time. Both stand in the address, so that a link shows what its sender saw.</summary>
internal static class Scope
{
    public const string Site = "site";
    private static readonly string[] Kept = [Site, TimeRange.Parameter];

    /// <summary>The value of a parameter in an address; null where it has none.</summary>
    public static string? Read(string address, string parameter) =>
        QueryHelpers.ParseQuery(new Uri(address).Query).TryGetValue(parameter, out var value) && value is [{ Length: > 0 } one] ? one : null;

    /// <summary>Whether something at a Site is shown while the top bar has chosen one, or none.</summary>
    public static bool Includes(string? chosen, string siteId) => string.IsNullOrEmpty(chosen) || chosen == siteId;

    /// <summary>Whether the page at a path shows a range of the past. The map of the fleet shows the present alone.</summary>
    public static bool HasPast(string path) => path != "/" && !IsOfNoPlace(path);

    /// <summary>Whether the page at a path is of no Site and no time: who may sign in, and whom a token lets in. A filter above it would narrow nothing.</summary>
    public static bool IsOfNoPlace(string path) => path is "/people" or "/enrollment";

    /// <summary>Whether a path is a Host's page: its charts always have a range.</summary>
    public static bool IsHost(string path) => path.StartsWith("/hosts/", StringComparison.Ordinal);

    /// <summary>Whether the page at a path lists only what is at the chosen Site. The page of one Host or one Drain does not.</summary>
    public static bool IsNarrowed(string path) => !IsHost(path) && !IsOfNoPlace(path) && !path.StartsWith("/drains/", StringComparison.Ordinal);

    /// <summary>Where a link from one page leads, with what the first page was narrowed to; null where the link is right as it is.</summary>
    public static string? Carry(NavigationManager navigation, string target)
    {
        var whole = navigation.ToAbsoluteUri(target).AbsoluteUri;
        var named = QueryHelpers.ParseQuery(new Uri(whole).Query);
        var missing = Kept.Where(name => Read(navigation.Uri, name) is not null && !named.ContainsKey(name))
            .ToDictionary(name => name, object? (name) => Read(navigation.Uri, name));
        return missing.Count == 0 ? null : navigation.GetUriWithQueryParameters(whole, missing);
    }
}
