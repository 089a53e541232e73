namespace SovereignFleet.Server.Health.Profiles;

/// <summary>What became of a person's word on a profile.</summary>
internal abstract record ProfileReply
{
    public sealed record Done : ProfileReply;

    /// <param name="Why">A sentence for the person.</param>
    public sealed record Unfit(string Why) : ProfileReply;

    /// <summary>It is well said, and cannot be now.</summary>
    public sealed record NotNow(string Why) : ProfileReply;
}
