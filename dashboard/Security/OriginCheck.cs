namespace SovereignFleet.Dashboard.Security;

/// <summary>Refuses the circuit's requests from another site's page: browsers send cookies with a WebSocket handshake from anywhere.</summary>
internal static class OriginCheck
{
    public static void UseOriginCheck(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (!context.Request.Path.StartsWithSegments("/_blazor") || IsOwn(context.Request))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    });

    public static bool IsOwn(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        // Browsers always name the origin of a WebSocket; same-origin GETs of negotiation carry none.
        if (origin.Length == 0)
        {
            return !request.HttpContext.WebSockets.IsWebSocketRequest && !request.HttpContext.Features.IsExtendedConnect();
        }

        return Uri.TryCreate(origin, UriKind.Absolute, out var from)
            && string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsExtendedConnect(this Microsoft.AspNetCore.Http.Features.IFeatureCollection features) =>
        features.Get<Microsoft.AspNetCore.Http.Features.IHttpExtendedConnectFeature>()?.IsExtendedConnect ?? false;
}
