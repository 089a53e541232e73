using SovereignFleet.Server.Identity.Authority;

namespace SovereignFleet.Server.Identity.Agents;

/// <summary>Is told of each try with a certificate that another one took the place of. Implemented further down the flow (Link), which knows the Hosts.</summary>
internal interface ISupersededWatch
{
    /// <param name="address">Where the try came from.</param>
    Task OnShownAsync(AgentPrincipal agent, string address, CancellationToken cancellationToken);
}
