using System.Text.Json;
using System.Text.Json.Serialization;

namespace SovereignFleet.Server.Fleet.Inventory.Settings;

/// <summary>JSON that people write: an unknown key is a slip of the pen, and told.</summary>
internal static class DeclaredJson
{
    public static JsonSerializerOptions Strict { get; } = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.Strict,
        AllowDuplicateProperties = false,
        Converters = { new DurationConverter(), new ClockConverter() },
    };

    // What the serializer says, and what a person is told:
    //   The JSON property 'rak' could not be mapped to any .NET member contained in type '...'.  ->  'rak' is no key of it.
    //   JSON deserialization for type '...' was missing required properties including: 'site'.   ->  missing: 'site'.
    //   Duplicate property 'U' encountered during deserialization of type '...'.                   ->  'U' stands twice.
    //   The JSON value could not be converted to System.Int32. Path: $.u | LineNumber: 0 ...      ->  u: has a value of the wrong kind.
    public static string Readable(JsonException error)
    {
        var message = error.Message;
        if (error is UnfitValueException)
        {
            return $"{error.Path?.TrimStart('$', '.')}: {message}";
        }

        if (Between(message, "Duplicate property ", " encountered") is { } twice)
        {
            return $"{twice} stands twice.";
        }

        if (Between(message, "The JSON property ", " could not be mapped") is { } unknown)
        {
            return $"{unknown} is no key of it.";
        }

        if (Between(message, "required properties including: ", ".") is { } missing)
        {
            return $"missing: {missing}.";
        }

        return error.Path?.TrimStart('$', '.') is { Length: > 0 } key ? $"{key}: has a value of the wrong kind." : "must be an object {...}.";
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
