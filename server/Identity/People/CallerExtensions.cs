using Grpc.Core;

namespace SovereignFleet.Server.Identity.People;

/// <summary>Who calls, as the gate of the API found out.</summary>
internal static class CallerExtensions
{
    private const string Key = "SovereignFleet.Caller";
    private const string Scheme = "Bearer ";

    /// <summary>A header, whatever it says.</summary>
    public const string Unattended = "sovereignfleet-unattended";

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

    /// <summary>Whether somebody sits behind the call. A page that only looks says so of its calls: a session that nobody uses ends, though a tab is open.</summary>
    public static bool IsUse(this ServerCallContext context) => !context.GetHttpContext().Request.Headers.ContainsKey(Unattended);
}
