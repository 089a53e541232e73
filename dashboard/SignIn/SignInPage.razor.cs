using Microsoft.AspNetCore.Components;
using SovereignFleet.Dashboard.ControlPlane.Calls;
using SovereignFleet.Dashboard.Sessions;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.SignIn;

/// <summary>A plain form without any script: signing in works when the interactive pages do not.</summary>
public sealed partial class SignInPage
{
    private Fault? problem;

    [Inject] internal FleetApi Api { get; set; } = null!;
    [Inject] internal SignedIn Person { get; set; } = null!;
    [Inject] internal NavigationManager Navigation { get; set; } = null!;
    [CascadingParameter] public HttpContext? Context { get; set; }
    [SupplyParameterFromQuery] public string? ReturnUrl { get; set; }
    [SupplyParameterFromQuery] public string? Ended { get; set; }
    [SupplyParameterFromForm] public SignInForm? Form { get; set; }

    private async Task SignInAsync()
    {
        if (Context is null || Form is not { Name.Length: > 0, Password.Length: > 0 })
        {
            return;
        }

        Person.SitAt(Context.Connection.RemoteIpAddress);
        var request = new SignInRequest { Name = Form.Name.Trim(), Password = Form.Password };
        var (session, fault) = await Api.AskAsync(options => Api.Accounts.SignInAsync(request, options), Context.RequestAborted);
        if (session is null)
        {
            problem = SignInFault.Of(fault);
            return;
        }
        await SessionCookie.WriteAsync(Context, session);
        Navigation.NavigateTo(LocalUrl.Of(ReturnUrl));
    }
}
