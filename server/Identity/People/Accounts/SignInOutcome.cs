namespace SovereignFleet.Server.Identity.People.Accounts;

/// <summary>How a sign-in ended.</summary>
internal abstract record SignInOutcome
{
    private SignInOutcome() { }

    public sealed record SignedIn(string Token, DateTimeOffset ExpiresAt, Person Person) : SignInOutcome;

    /// <summary>No such person, a wrong password, or a disabled person: never which.</summary>
    public sealed record Refused : SignInOutcome;

    public sealed record LockedOut : SignInOutcome;

    /// <summary>Too many sign in at once; nothing was checked.</summary>
    public sealed record Busy : SignInOutcome;
}
