namespace SovereignFleet.Server.Fleet.Liveness;

/// <summary>Who is heard at one instant.</summary>
/// <param name="SilentBy">Whoever was heard last by then is silent now.</param>
/// <param name="HearingSince">Since when the server can hear without a break.</param>
internal sealed record LivenessAt(LivenessOptions Limits, DateTimeOffset SilentBy, DateTimeOffset HearingSince, DateTimeOffset Now)
{
    /// <summary>Silence is counted in the time in which the server could hear: a Host that was heard right before a break is silent a whole
    /// <see cref="LivenessOptions.Silence"/> after it, and one that was silent before stays so.</summary>
    /// <param name="breaks">In the order of time.</param>
    public static LivenessAt Of(LivenessOptions limits, IReadOnlyList<HearingBreak> breaks, DateTimeOffset now)
    {
        var (silentBy, left) = (now, limits.Silence);
        foreach (var missing in breaks.Reverse().TakeWhile(missing => silentBy - missing.Until < left))
        {
            left -= silentBy - missing.Until;
            silentBy = missing.From;
        }

        return new LivenessAt(
            limits, silentBy - DateTimeOffset.MinValue > left ? silentBy - left : DateTimeOffset.MinValue,
            breaks.Count > 0 ? breaks[^1].Until : DateTimeOffset.MinValue, now);
    }

    /// <param name="heardAt">When the last live Frame came, by the server's clock; null: none ever did.</param>
    public Liveness Of(DateTimeOffset? heardAt) => heardAt switch
    {
        null => Liveness.NeverHeard,
        { } at when at <= SilentBy => Liveness.Silent,
        { } at when Now - at >= Limits.Late => Liveness.Late,
        _ => Liveness.Live,
    };
}
