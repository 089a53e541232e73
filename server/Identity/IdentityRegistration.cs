namespace SovereignFleet.Server.Identity;

internal static class IdentityRegistration
{
    /// <summary>The CA and enrollment; people, roles, sessions.</summary>
    public static IHostApplicationBuilder AddIdentity(this IHostApplicationBuilder builder)
    {
        return builder;
    }
}
