using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Sensing;

/// <summary>Fills its part of the Inventory: at start, and again each inventory period; sent when it changed.</summary>
internal interface IInventorySource
{
    string Name { get; }

    Task ReadAsync(Inventory inventory, CancellationToken cancellationToken);
}
