using SovereignFleet.Proto.Link;

namespace SovereignFleet.Server.Link.Intake;

/// <summary>Frames of a time that has not come, until it is known whether the Host's clock was set or their time is wrong. They are not
/// acknowledged meanwhile, so a stream that ends loses none.</summary>
internal sealed class HeldFrames
{
    /// <summary>A minute of them: then they are refused, for no clock runs so.</summary>
    private const int Most = 60;

    private readonly List<ConnectRequest> held = [];

    public void Hold(ConnectRequest message) => held.Add(message);

    /// <summary>Lets go of them when it is known what they are.</summary>
    /// <param name="clockIsKnown">A Frame of now has come since.</param>
    public (IReadOnlyList<ConnectRequest> Fit, Dictionary<ConnectRequest, string> Refused) Settle(StreamClock clock, bool clockIsKnown, DateTimeOffset receivedAt)
    {
        if (held.Count == 0 || (!clockIsKnown && held.Count < Most))
        {
            return ([], []);
        }

        var ahead = held.ToLookup(message => clock.IsAhead(message.Frame.At.ToDateTimeOffset(), receivedAt));
        held.Clear();
        return ([.. ahead[false]], ahead[true].ToDictionary<ConnectRequest, ConnectRequest, string>(
            message => message, message => $"A Frame of {message.Frame.At.ToDateTimeOffset():O} was refused: it is from the future, received at {receivedAt:O}.",
            ReferenceEqualityComparer.Instance));
    }
}
