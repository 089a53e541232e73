using System.Text.Json;

namespace SovereignFleet.Server.Service.Targets.NginxPlus;

/// <summary>One server of an upstream. Pure.
/// <code>{"peers":[{"id":0,"server":"10.0.0.5:8000","name":"gpu-yul1-01:8000","state":"up","active":2,"requests":4711,...}],"keepalive":0,"zone":"llm"}</code></summary>
/// <param name="State">up, draining, down, unavail, checking, unhealthy.</param>
internal sealed record NginxPeer(int Id, string State, int Active, long? Requests)
{
    public bool IsDrained => State is "draining" or "down";

    /// <summary>What only drains still gets the clients that a cookie or a route keeps to it.</summary>
    public bool KeepsClients => State == "draining";

    public string? Down => IsDrained || State == "up" ? null : $"{State} in NGINX";

    /// <returns>Null: the text is no upstream. More than one: a name that stands for many addresses.</returns>
    public static IReadOnlyList<NginxPeer>? Parse(string text, string server)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return [.. from peer in document.RootElement.GetProperty("peers").EnumerateArray()
                       where peer.GetProperty("server").GetString() == server || (peer.TryGetProperty("name", out var name) && name.GetString() == server)
                       select new NginxPeer(
                           peer.GetProperty("id").GetInt32(), peer.GetProperty("state").GetString()!, peer.GetProperty("active").GetInt32(),
                           peer.TryGetProperty("requests", out var requests) ? requests.GetInt64() : null)];
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
