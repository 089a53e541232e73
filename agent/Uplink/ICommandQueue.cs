using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Uplink;

/// <summary>Takes the server's commands. Returns at once; the result comes by the spool.</summary>
internal interface ICommandQueue
{
    void Take(Command command);
}
