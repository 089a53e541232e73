using System.Text.Encodings.Web;
using System.Text.Json;

namespace SovereignFleet.Dashboard.Journal;

/// <summary>An entry's evidence, {"xid":79,"gpu":3}, on lines of its own.</summary>
internal static class Evidence
{
    // It goes into text, never into markup: names with umlauts stay readable.
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return JsonSerializer.Serialize(document.RootElement, Indented);
        }
        catch (JsonException)
        {
            // An auditor sees what stands there, whatever it is.
            return json;
        }
    }
}
