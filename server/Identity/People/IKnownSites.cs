namespace SovereignFleet.Server.Identity.People;

/// <summary>Which Sites there are: people and tokens are bound to none that is not declared. The fleet's inventory knows.</summary>
internal interface IKnownSites
{
    Task<bool> HasAsync(string siteId, CancellationToken cancellationToken);
}
