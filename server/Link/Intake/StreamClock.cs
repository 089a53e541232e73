namespace SovereignFleet.Server.Link.Intake;

/// <summary>Tells which Frames of a stream are now and which come from the spool, though the Host's clock may be wrong.</summary>
/// <param name="skew">Agent clock minus server clock at Hello.</param>
internal sealed class StreamClock(TimeSpan skew)
{
    /// <summary>How far a Frame that was just read may be from the time at which it comes.</summary>
    private static readonly TimeSpan OnTheWay = TimeSpan.FromSeconds(60);
    // The spool is sent as fast as it goes; a Frame that comes this long after the one before was just read.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Future = TimeSpan.FromMinutes(5);
    private static readonly DateTimeOffset Earliest = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private ulong newest;
    private DateTimeOffset? lastNewest;

    public TimeSpan Skew { get; private set; } = skew;

    /// <summary>Null: plausible. Measured against the Host's own clock: one that is an hour off is kept, in its own order.</summary>
    public string? Implausible(DateTimeOffset? at, DateTimeOffset receivedAt) => at switch
    {
        null => "A Frame without a time was refused.",
        { } time when time < Earliest => $"A Frame of {time:O} was refused: the Host's clock is not set.",
        { } time when time > receivedAt + Skew + Future => $"A Frame of {time:O} was refused: it is from the future, received at {receivedAt:O}.",
        _ => null,
    };

    public bool IsLive(ulong sequence, DateTimeOffset at, DateTimeOffset receivedAt)
    {
        // Live data is sent before the backlog, so whatever is numbered below something seen is older.
        if (sequence <= newest)
        {
            return false;
        }

        var paced = lastNewest is { } before && receivedAt - before >= Pace;
        newest = sequence;
        lastNewest = receivedAt;
        if ((receivedAt + Skew - at).Duration() <= OnTheWay)
        {
            return true;
        }

        if (!paced)
        {
            return false;
        }
        // Newest, at the pace of reading, and yet at another time: the Host's clock was set.
        Skew = at - receivedAt;
        return true;
    }
}
