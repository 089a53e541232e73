using System.Security.Claims;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Sessions;

/// <summary>The person of this circuit: from the cookie at first, then as the server knows them.</summary>
internal sealed class SignedIn : IDisposable
{
    private readonly SignOuts signOuts;
    private bool leaving;

    public SignedIn(SignOuts signOuts)
    {
        this.signOuts = signOuts;
        signOuts.Begun += LeaveIfMine;
        signOuts.Done += EndIfMine;
    }

    public event Action? Changed;

    /// <summary>The session is over: back to sign in. True: this person signed out; false: the server no longer knows the session.</summary>
    public event Action<bool>? Ended;

    public string Token { get; private set; } = "";
    public string Name { get; private set; } = "";
    public Role Role { get; private set; }
    public string SiteId { get; private set; } = "";

    /// <summary>Where the person sits, or sat when they signed in. Empty: it is not known.</summary>
    public string Address { get; private set; } = "";
    public bool MustChangePassword { get; private set; }

    public void Load(ClaimsPrincipal user)
    {
        Token = user.FindFirstValue(SessionCookie.TokenClaim) ?? "";
        Name = user.Identity?.Name ?? "";
        Role = Enum.TryParse<Role>(user.FindFirstValue(ClaimTypes.Role), out var role) ? role : Role.Viewer;
        SiteId = user.FindFirstValue(SessionCookie.SiteClaim) ?? "";
        Address = user.FindFirstValue(SessionCookie.AddressClaim) ?? "";
    }

    /// <summary>Before anybody is signed in.</summary>
    public void SitAt(System.Net.IPAddress? address) => Address = address?.ToString() ?? "";

    /// <summary>The person as the server knows them now: a role may have changed since the cookie was written.</summary>
    public void Update(Person person)
    {
        var (before, now) = ((Name, Role, SiteId, MustChangePassword), (person.Name, person.Role, person.SiteId, person.MustChangePassword));
        (Name, Role, SiteId, MustChangePassword) = now;
        if (now != before)
        {
            Changed?.Invoke();
        }
    }

    public void End()
    {
        // The person is signing out: leaving the page now would cancel the form that they sent.
        if (!leaving)
        {
            Ended?.Invoke(false);
        }
    }

    public void Dispose()
    {
        signOuts.Begun -= LeaveIfMine;
        signOuts.Done -= EndIfMine;
    }

    private void LeaveIfMine(string token) => leaving |= IsMine(token);

    private void EndIfMine(string token)
    {
        if (IsMine(token))
        {
            Ended?.Invoke(true);
        }
    }

    private bool IsMine(string token) => Token.Length > 0 && token == Token;
}
