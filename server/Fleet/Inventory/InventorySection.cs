using System.Text.Json;
using Microsoft.EntityFrameworkCore;
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

    public static void JudgeId(string path, string id, ICollection<string> faults)
    {
        if (!Names.IsWord(id))
        {
            faults.Add($"{path}.id: \"{id}\" must be 1 to 50 letters, digits, '-', '_' or '.'.");
        }
    }

    public static void JudgeJurisdiction(string path, string jurisdiction, ICollection<string> faults)
    {
        if (jurisdiction.Length != 2 || !jurisdiction.All(char.IsAsciiLetterUpper))
        {
            faults.Add($"{path}.jurisdiction: \"{jurisdiction}\" must be an ISO 3166 code of two capital letters, as CA or DE.");
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

        foreach (var property in entry.Properties.Where(property => property.IsModified && !Equals(property.OriginalValue, property.CurrentValue)))
        {
            changes.Add($"{name}: {JsonNamingPolicy.CamelCase.ConvertName(property.Metadata.Name)} {property.OriginalValue ?? "none"} -> {property.CurrentValue ?? "none"}");
        }
    }
}
