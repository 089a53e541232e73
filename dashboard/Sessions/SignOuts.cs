namespace SovereignFleet.Dashboard.Sessions;

/// <summary>Tells every open page of a session, in whatever tab, that its person has signed out.</summary>
internal sealed class SignOuts
{
    /// <summary>With the token of the session, on the thread of whoever signs out: it is about to end.</summary>
    public event Action<string>? Begun;

    /// <summary>It has ended, and the cookie is gone.</summary>
    public event Action<string>? Done;

    public void Begin(string token) => Begun?.Invoke(token);

    public void Finish(string token) => Done?.Invoke(token);
}
