namespace SovereignFleet.Server.Identity.Authority;

/// <summary>Who an agent is, by its certificate.</summary>
internal sealed record AgentPrincipal(Guid HostId, string Serial)
{
    private const string Prefix = "sovereignfleet://host/";

    public static Uri UriOf(Guid hostId) => new(Prefix + hostId);

    /// <returns>Null where the name is none of ours.</returns>
    public static Guid? HostOf(string uri) =>
        uri.StartsWith(Prefix, StringComparison.Ordinal) && Guid.TryParseExact(uri[Prefix.Length..], "D", out var hostId) ? hostId : null;
}
