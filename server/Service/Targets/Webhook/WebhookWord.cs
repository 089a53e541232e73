using System.Text.Json;

namespace SovereignFleet.Server.Service.Targets.Webhook;

/// <summary>What the other side tells of one server.</summary>
/// <param name="State">"taking" or "drained".</param>
/// <param name="Requests">Those that it ever sent; null: it does not tell.</param>
/// <param name="Down">Why it gets no requests though nobody has drained it.</param>
/// <param name="Theirs">Who else has drained it.</param>
internal sealed record WebhookWord(string? State, int? Sessions, long? Requests, string? Down, string? Theirs)
{
    /// <returns>Null: it is none, or tells less than it must. One that tells no sessions has not told that there are none.</returns>
    public static WebhookWord? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<WebhookWord>(text, JsonSerializerOptions.Web) is { State: "taking" or "drained", Sessions: >= 0 } word ? word : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
