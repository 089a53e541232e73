using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Uplink;

/// <summary>Takes the server's commands. Returns at once; the result comes by the spool.</summary>
internal interface ICommandQueue
{
    /// <summary>The names of the commands that this Host allows and is able to: all others are refused.</summary>
    IReadOnlyCollection<string> Obeys { get; }

    /// <summary>Returns at once; the result comes by the spool.</summary>
    void Take(Command command);
}
