using System.Text.Json;
using System.Text.Json.Nodes;

namespace SovereignFleet.Server.Fleet.Inventory.Rules;

/// <summary>Settings are kept as jsonb, which forgets spaces and the order of keys.</summary>
internal static class Json
{
    /// <summary>In one form, whatever its spaces and the order of its keys.</summary>
    public static string Plain(string kept) => Sorted(JsonNode.Parse(kept))?.ToJsonString() ?? "null";

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject value => new JsonObject(value.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value)))),
        JsonArray values => new JsonArray([.. values.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    /// <returns>The declared object as text; <paramref name="present"/> where it says the same, so that a re-declaration is no change.</returns>
    public static string Of(JsonElement? declared, string present)
    {
        var text = declared?.GetRawText() ?? "{}";
        return JsonNode.DeepEquals(JsonNode.Parse(text), JsonNode.Parse(present)) ? present : text;
    }
}
