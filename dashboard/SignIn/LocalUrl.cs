namespace SovereignFleet.Dashboard.SignIn;

/// <summary>Where to go after signing in. Only this dashboard's own pages: a link from elsewhere must not send a person on to another site.</summary>
internal static class LocalUrl
{
    public static string Of(string? wanted) => IsLocal(wanted) ? wanted! : "/";

    // "//host" and "/\host" are other sites to a browser; a control character makes it ignore what is before it.
    private static bool IsLocal(string? url) =>
        url is ['/', ..] && !url.Any(char.IsControl) && url is not ['/', '/' or '\\', ..] && !url.StartsWith("/sign-", StringComparison.OrdinalIgnoreCase);
}
