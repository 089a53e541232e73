using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using SovereignFleet.Dashboard.Security;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Sessions;

/// <summary>The cookie that holds the server's session token, encrypted: no script reads it, no other site sends it.</summary>
internal static class SessionCookie
{
    public const string TokenClaim = "session";
    public const string SiteClaim = "site";
    public const string AddressClaim = "address";

    public static void Configure(CookieAuthenticationOptions options, Transport transport)
    {
        options.Cookie.Name = transport.CookieName("sovereignfleet");
        options.Cookie.Path = "/";
        options.Cookie.SecurePolicy = transport.IsSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.LoginPath = "/sign-in";
        options.AccessDeniedPath = "/sign-in";
        options.ReturnUrlParameter = "returnUrl";
        // The server says when a session ends; the cookie only may not outlive it.
        options.SlidingExpiration = false;
    }

    public static Task WriteAsync(HttpContext context, SignInResponse session)
    {
        var identity = new ClaimsIdentity(
            [
                new(ClaimTypes.Name, session.Person.Name), new(ClaimTypes.Role, session.Person.Role.ToString()),
                new(SiteClaim, session.Person.SiteId), new(TokenClaim, session.Token), new(AddressClaim, context.Connection.RemoteIpAddress?.ToString() ?? ""),
            ],
            CookieAuthenticationDefaults.AuthenticationScheme);
        var ends = session.ExpiresAt?.ToDateTimeOffset();
        return context.SignInAsync(new ClaimsPrincipal(identity), new AuthenticationProperties { IsPersistent = false, ExpiresUtc = ends });
    }
}
