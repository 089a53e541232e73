namespace SovereignFleet.Dashboard;

internal static class PageEndpoints
{
    /// <summary>Every page asks for a session, except those that say otherwise.</summary>
    public static void MapPages(this IEndpointRouteBuilder app) =>
        app.MapRazorComponents<App>()
            // Our own header says frame-ancestors; two policies would be one too many.
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null)
            .RequireAuthorization();
}
