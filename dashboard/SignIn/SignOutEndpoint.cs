using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using SovereignFleet.Dashboard.ControlPlane.Calls;
using SovereignFleet.Dashboard.Sessions;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.SignIn;

/// <summary>POST /sign-out: ends the session on the server first, then forgets the cookie.</summary>
internal static class SignOutEndpoint
{
    public static void MapSignOut(this IEndpointRouteBuilder app) =>
        app.MapPost("/sign-out", SignOutAsync).RequireAuthorization().WithMetadata(new RequireAntiforgeryTokenAttribute());

    private static async Task<IResult> SignOutAsync(HttpContext context, SignedIn person, FleetApi api, SignOuts signOuts)
    {
        // What the middleware has found. Asking again reads the form, and of one that is not valid that is a failure of the server's.
        if (context.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: true })
        {
            return Results.BadRequest("This page is too old to sign out from. Load it again.");
        }

        person.Load(context.User);
        signOuts.Begin(person.Token);
        // An unreachable server must not keep a person signed in here; its own idle limit ends the session there.
        await api.AskAsync(options => api.Accounts.SignOutAsync(new SignOutRequest(), options), context.RequestAborted);
        await context.SignOutAsync();
        // Only once the cookie is gone: a tab that loads with it would be let in with a session that has ended.
        context.Response.OnCompleted(() =>
        {
            signOuts.Finish(person.Token);
            return Task.CompletedTask;
        });
        return Results.LocalRedirect("/sign-in");
    }
}
