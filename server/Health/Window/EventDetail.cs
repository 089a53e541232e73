using System.Text.Json;
using SovereignFleet.Server.Link.Events;

namespace SovereignFleet.Server.Health.Window;

/// <summary>What an agent told of an Event beside its text: words under the keys that docs/kernel-log.md and docs/bmc.md name.</summary>
internal static class EventDetail
{
    public static IReadOnlyDictionary<string, string> Read(StoredEvent seen) =>
        seen.Detail is "{}" or "" ? new Dictionary<string, string>() : JsonSerializer.Deserialize<Dictionary<string, string>>(seen.Detail) ?? [];
}
