using System.Text.Json;
using System.Text.Json.Nodes;

namespace SovereignFleet.Server.Fleet.Inventory;

/// <summary>Settings are kept as jsonb, which forgets spaces and the order of keys.</summary>
internal static class Json
{
    /// <returns>The declared object as text; <paramref name="present"/> where it says the same, so that a re-declaration is no change.</returns>
    public static string Of(JsonElement? declared, string present)
    {
        var text = declared?.GetRawText() ?? "{}";
        return JsonNode.DeepEquals(JsonNode.Parse(text), JsonNode.Parse(present)) ? present : text;
    }
}
