namespace SovereignFleet.Agent.Uplink.Connection;

/// <summary>The link cannot be made as things are; the message tells a person why and what to do.</summary>
internal sealed class UplinkException(string message, bool needsPerson, Exception? cause) : Exception(message, cause)
{
    /// <summary>Trying again soon is of no use: it is tried slowly, in case somebody has helped.</summary>
    public bool NeedsPerson { get; } = needsPerson;
}
