namespace SovereignFleet.Dashboard.SignIn;

/// <summary>Tells every open page of a session, in whatever tab, that its person has signed out.</summary>
internal sealed class SignOuts
{
    /// <summary>With the token of the session, on the thread of whoever signed out.</summary>
    public event Action<string>? SignedOut;

    public void Tell(string token) => SignedOut?.Invoke(token);
}
