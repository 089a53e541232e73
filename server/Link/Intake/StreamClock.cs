using SovereignFleet.Proto.Link;

namespace SovereignFleet.Server.Link.Intake;

/// <summary>Tells which Frames of a stream are now and which come late, though the Host's clock may be wrong or be set meanwhile. That a
/// clock was set is believed when Frames in a row say so at the pace of reading: what waited while anybody was held up comes in one burst, and
/// says nothing about a clock. What was read before the stream began came out of the spool and is never now, whatever its age.</summary>
/// <param name="skew">Agent clock minus server clock at Hello.</param>
/// <param name="spooled">The last sequence that was read before the stream began; 0: the agent does not tell.</param>
/// <param name="helloAt">The agent's clock at Hello; null: it does not tell.</param>
internal sealed class StreamClock(TimeSpan skew, ulong spooled = 0, DateTimeOffset? helloAt = null)
{
    /// <summary>How far a Frame that was just read may be from the time at which it comes.</summary>
    private static readonly TimeSpan OnTheWay = TimeSpan.FromSeconds(5);
    // The spool is sent as fast as it goes; a Frame that comes this long after the one before was just read.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);
    // How far two Frames of one clock may differ in what they say of it: a second's jitter on either side.
    private static readonly TimeSpan Agreement = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Future = TimeSpan.FromMinutes(5);
    private static readonly DateTimeOffset Earliest = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>So many Frames in a row must agree before a clock counts as set.</summary>
    private const int Witnesses = 3;

    private ulong newest = spooled;
    private DateTimeOffset readAfter = helloAt ?? DateTimeOffset.MinValue;
    private (TimeSpan Skew, DateTimeOffset HeardAt, int Witnesses)? suspected;

    public TimeSpan Skew { get; private set; } = skew;

    public static StreamClock Of(Hello hello, DateTimeOffset now) => hello.Now?.ToDateTimeOffset() is { } said
        ? new StreamClock(said - now, hello.Spooled, said)
        : new StreamClock(TimeSpan.Zero, hello.Spooled);

    /// <summary>Null: it has a time that can be one.</summary>
    public static string? WhyNoTime(DateTimeOffset? at) => at switch
    {
        null => "A Frame without a time was refused.",
        { } time when time < Earliest => $"A Frame of {time:O} was refused: the Host's clock is not set.",
        _ => null,
    };

    /// <summary>Whether a Frame's time has not come yet by the Host's own clock, as far as that is known.</summary>
    public bool IsAhead(DateTimeOffset at, DateTimeOffset receivedAt) => at > receivedAt + Skew + Future;

    /// <summary>Judges the next Frame of the stream.</summary>
    public FrameTime Judge(ulong sequence, DateTimeOffset at, DateTimeOffset receivedAt)
    {
        // Live data is sent before the backlog, so whatever is numbered below something seen is older.
        if (sequence <= newest)
        {
            return IsAhead(at, receivedAt) ? FrameTime.Ahead : FrameTime.Late;
        }

        newest = sequence;
        var says = at - receivedAt;
        if ((says - Skew).Duration() <= OnTheWay)
        {
            suspected = null;
            return at > readAfter ? FrameTime.Live : FrameTime.Late;
        }

        suspected = suspected is { } before && (says - before.Skew).Duration() <= Agreement && receivedAt - before.HeardAt >= Pace
            ? (says, receivedAt, before.Witnesses + 1)
            : (says, receivedAt, 1);
        if (suspected.Value.Witnesses >= Witnesses)
        {
            (Skew, suspected, readAfter) = (says, null, DateTimeOffset.MinValue);
            return FrameTime.Live;
        }

        return IsAhead(at, receivedAt) ? FrameTime.Ahead : FrameTime.Late;
    }
}

/// <summary>When a Frame was read, by what is known of its Host's clock.</summary>
internal enum FrameTime
{
    /// <summary>Just now.</summary>
    Live,
    /// <summary>Some time ago: it waited.</summary>
    Late,
    /// <summary>At a time that has not come: either its time is wrong, or the Host's clock was set. The next Frames tell.</summary>
    Ahead,
}
