namespace SovereignFleet.Server.Drains;

/// <summary>How a person's request ended.</summary>
/// <param name="Drain">Null: not done, and <paramref name="Refusal"/> says why.</param>
internal sealed record DrainReply(Drain? Drain, string? Refusal, bool IsMissing)
{
    public static DrainReply Done(Drain drain) => new(drain, null, false);

    public static DrainReply Refused(string why) => new(null, why, false);

    public static DrainReply NotFound(string why) => new(null, why, true);
}
