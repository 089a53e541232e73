using Grpc.Core;

namespace SovereignFleet.Server.Identity.People;

/// <summary>Who calls, as the gate of the API found out.</summary>
internal static class CallerExtensions
{
    private const string Key = "SovereignFleet.Caller";
    private const string Scheme = "Bearer ";

    public static Caller GetCaller(this ServerCallContext context) => (Caller)context.UserState[Key];

    /// <summary>What of the fleet the caller may know of.</summary>
    public static SiteScope GetScope(this ServerCallContext context) => SiteScope.Of(context.GetCaller());

    public static void SetCaller(this ServerCallContext context, Caller caller) => context.UserState[Key] = caller;

    /// <returns>The session token of "authorization: Bearer ..."; null where there is none.</returns>
    public static string? GetSessionToken(this ServerCallContext context)
    {
        var header = context.GetHttpContext().Request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;
    }

    /// <summary>The caller's address, for limits per address.</summary>
    public static string GetAddress(this ServerCallContext context) => context.GetHttpContext().Connection.RemoteIpAddress?.ToString() ?? "unknown";
}
