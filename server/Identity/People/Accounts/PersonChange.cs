namespace SovereignFleet.Server.Identity.People.Accounts;

/// <summary>How a change of a person ended.</summary>
internal abstract record PersonChange
{
    private PersonChange() { }

    public sealed record Done(Person Person) : PersonChange;

    /// <summary>There is no such person.</summary>
    public sealed record Missing : PersonChange;

    /// <summary>What was asked for makes no sense.</summary>
    public sealed record Unfit(string Why) : PersonChange;

    /// <summary>Not as things stand.</summary>
    public sealed record Refused(string Why) : PersonChange;
}
