using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Fleet.Inventory;

/// <summary>What all parts of the inventory do alike: read a section's items, collect faults, tell what changed.</summary>
internal static class InventorySection
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.Strict,
    };

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
                items.Add((path, element.Deserialize<T>(Strict) ?? throw new JsonException("must be an object {...}.")));
            }
            catch (JsonException error)
            {
                faults.Add($"{path}: {Readable(error)}");
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

    // What the serializer says, and what a person is told:
    //   The JSON property 'rak' could not be mapped to any .NET member contained in type '...'.  ->  'rak' is no key of it.
    //   JSON deserialization for type '...' was missing required properties including: 'site'.   ->  missing: 'site'.
    //   The JSON value could not be converted to System.Int32. Path: $.u | LineNumber: 0 ...      ->  u: has a value of the wrong kind.
    private static string Readable(JsonException error)
    {
        var message = error.Message;
        if (Between(message, "The JSON property ", " could not be mapped") is { } unknown)
        {
            return $"{unknown} is no key of it.";
        }

        if (Between(message, "required properties including: ", ".") is { } missing)
        {
            return $"missing: {missing}.";
        }

        return $"{error.Path?.TrimStart('$', '.')}: has a value of the wrong kind.";
    }

    private static string? Between(string text, string before, string after)
    {
        var start = text.IndexOf(before, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        start += before.Length;
        var end = text.IndexOf(after, start, StringComparison.Ordinal);
        return end < 0 ? text[start..] : text[start..end];
    }
}
