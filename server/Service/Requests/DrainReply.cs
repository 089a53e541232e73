using SovereignFleet.Server.Service.Machine;

namespace SovereignFleet.Server.Service.Requests;

/// <summary>How a person's request ended.</summary>
/// <param name="Drain">Null: not done, and <paramref name="Refusal"/> says why.</param>
internal sealed record DrainReply(Drain? Drain, string? Refusal, bool IsMissing = false, bool IsForbidden = false)
{
    public static DrainReply Done(Drain drain) => new(drain, null);

    public static DrainReply Refused(string why) => new(null, why);

    public static DrainReply Forbidden(string why) => new(null, why, IsForbidden: true);

    public static DrainReply NotFound(string why) => new(null, why, IsMissing: true);
}
