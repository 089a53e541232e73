using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet.Inventory.Rules;
using SovereignFleet.Server.Fleet.Inventory.Settings;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Fleet.Inventory;

/// <summary>What all parts of the inventory do alike: read a section's items, collect faults, tell what changed.</summary>
internal static class InventorySection
{
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    /// <returns>The items that could be read, with their path ("hosts[3]"); the others are among the faults.</returns>
    public static List<(string Path, T Item)> Read<T>(JsonElement section, string name, ICollection<string> faults)
    {
        var items = new List<(string, T)>();
        if (section.ValueKind != JsonValueKind.Array)
        {
            faults.Add($"{name}: must be an array [...].");
            return items;
        }

        var index = 0;
        foreach (var element in section.EnumerateArray())
        {
            var path = $"{name}[{index++}]";
            if (IsRetired(element))
            {
                continue;
            }

            try
            {
                items.Add((path, element.Deserialize<T>(DeclaredJson.Strict) ?? throw new JsonException("must be an object {...}.")));
            }
            catch (JsonException error)
            {
                faults.Add($"{path}: {DeclaredJson.Readable(error)}");
            }
        }

        return items;
    }

    /// <summary>The section's items that are declared as taken away, {"name": "sold-01", "retired": true}. What else such an item says counts no more.</summary>
    public static IReadOnlyList<RetiredName> Retired(JsonElement section, string name, ICollection<string> faults)
    {
        var names = new List<RetiredName>();
        var key = name is "sites" or "pools" ? "id" : "name";
        foreach (var (element, index) in section.ValueKind == JsonValueKind.Array ? section.EnumerateArray().Select((element, index) => (element, index)) : [])
        {
            if (!IsRetired(element))
            {
                continue;
            }

            if (Text(element, key) is { Length: > 0 } what && (name != "windows" || Text(element, "site").Length > 0))
            {
                names.Add(new RetiredName($"{name}[{index}]", name, what, Text(element, "site")));
            }
            else
            {
                faults.Add($"{name}[{index}]: is retired, and must say which by \"{key}\"{(name == "windows" ? " and \"site\"" : "")}.");
            }
        }

        return names;

        static string Text(JsonElement element, string key) =>
            element.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
    }

    /// <returns>False: there is no such thing, which is a warning, or it was retired before.</returns>
    public static bool Stands(IRetirable? found, RetiredName name, string kind, Declaration declaration)
    {
        if (found is null)
        {
            declaration.Warnings.Add($"{name.Path}: there is no {kind} \"{name.Name}\" to be retired.");
        }

        return found is { RetiredAt: null };
    }

    private static bool IsRetired(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty("retired", out var retired) && retired.ValueKind == JsonValueKind.True;

    /// <summary>Each name once: of two items of one name the first would be lost.</summary>
    public static void JudgeOnce<T>(IEnumerable<(string Path, T Item)> items, Func<T, string> nameOf, string key, string kind, ICollection<string> faults)
    {
        foreach (var twins in items.GroupBy(entry => nameOf(entry.Item)).Where(group => group.Count() > 1))
        {
            faults.Add($"{twins.Last().Path}.{key}: \"{twins.Key}\" is declared {twins.Count()} times; a name is one {kind}'s.");
        }
    }

    /// <summary>Words that go into mail, tickets and pages: one line.</summary>
    public static void JudgeText(string path, string? text, ICollection<string> faults, int longest = 200)
    {
        if (text is not null && (text.Length > longest || text.Any(char.IsControl)))
        {
            faults.Add($"{path}: must be one line of at most {longest} characters.");
        }
    }

    public static void JudgeId(string path, string id, ICollection<string> faults)
    {
        if (!Names.IsWord(id))
        {
            faults.Add($"{path}.id: \"{id}\" must be 1 to 50 letters, digits, '-', '_' or '.'.");
        }
    }

    public static void JudgeJurisdiction(string path, string jurisdiction, ICollection<string> faults)
    {
        if (!Jurisdictions.Has(jurisdiction))
        {
            faults.Add($"{path}.jurisdiction: \"{jurisdiction}\" must be an ISO 3166 code of two capital letters, as CA, DE or GB.");
        }
    }

    /// <summary>A plug-in that an item names must be there, and its settings must be such that it can work with them.</summary>
    /// <param name="judge">Null: this program has no plug-ins of that kind.</param>
    /// <param name="named">The key that names it, and the name: ("pools[0].target", "haproxy").</param>
    /// <param name="settings">The key of its settings, and what is declared: ("pools[0].targetSettings", {...}).</param>
    public static void JudgePlugIn(
        ISettingsJudge? judge, (string Path, string Name) named, (string Path, JsonElement? Declared) settings, List<string> faults)
    {
        if (judge is null || !judge.Known.Contains(named.Name))
        {
            faults.Add($"{named.Path}: there is no {judge?.Kind ?? "plug-in"} \"{named.Name}\"; there is {string.Join(", ", judge?.Known ?? ["none"])}.");
            return;
        }

        faults.AddRange(judge.Judge(named.Name, settings.Declared ?? Nothing).Select(fault => fault.At(settings.Path)));
    }

    public static void ThrowIfAny(IReadOnlyCollection<string> faults)
    {
        if (faults.Count > 0)
        {
            throw new InventoryException(faults);
        }
    }

    /// <summary>Adds a line for an entity that is new or has other values than before.</summary>
    public static void Tell(FleetDb db, object entity, string name, ICollection<string> changes)
    {
        var entry = db.Entry(entity);
        if (entry.State == EntityState.Added)
        {
            changes.Add($"{name} added");
            return;
        }

        foreach (var property in entry.Properties.Where(property => property.IsModified && Said(property.OriginalValue) != Said(property.CurrentValue)))
        {
            changes.Add($"{name}: {JsonNamingPolicy.CamelCase.ConvertName(property.Metadata.Name)} {Said(property.OriginalValue)} -> {Said(property.CurrentValue)}");
        }
    }

    private static string Said(object? value) => value switch
    {
        null or string[] { Length: 0 } => "none",
        string[] names => string.Join(", ", names),
        _ => $"{value}",
    };
}
