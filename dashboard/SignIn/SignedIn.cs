using System.Security.Claims;
using SovereignFleet.Dashboard.ControlPlane;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.SignIn;

/// <summary>The person of this circuit: from the cookie at first, then as the server knows them.</summary>
internal sealed class SignedIn
{
    public event Action? Changed;

    /// <summary>The server no longer knows the session: back to sign in.</summary>
    public event Action? Ended;

    public string Token { get; private set; } = "";
    public string Name { get; private set; } = "";
    public Role Role { get; private set; }
    public string SiteId { get; private set; } = "";
    public bool MustChangePassword { get; private set; }

    public void Load(ClaimsPrincipal user)
    {
        Token = user.FindFirstValue(SessionCookie.TokenClaim) ?? "";
        Name = user.Identity?.Name ?? "";
        Role = Enum.TryParse<Role>(user.FindFirstValue(ClaimTypes.Role), out var role) ? role : Role.Viewer;
        SiteId = user.FindFirstValue(SessionCookie.SiteClaim) ?? "";
    }

    /// <summary>Asks the server who this is now: a role may have changed since the cookie was written.</summary>
    public async Task RefreshAsync(FleetApi api, CancellationToken cancellation)
    {
        var (person, _) = await api.AskAsync(options => api.Accounts.WhoAmIAsync(new Empty(), options), cancellation);
        if (person is null) return;
        (Name, Role, SiteId, MustChangePassword) = (person.Name, person.Role, person.SiteId, person.MustChangePassword);
        Changed?.Invoke();
    }

    public void End() => Ended?.Invoke();
}
