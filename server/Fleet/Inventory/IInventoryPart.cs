using System.Text.Json;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Fleet.Inventory;

/// <summary>Brings one section of the declared inventory (docs/inventory.md) into the database. Parts run in the order of their registration,
/// in one transaction: what an earlier one added is visible by then.</summary>
internal interface IInventoryPart
{
    /// <summary>The section's key: "sites".</summary>
    string Section { get; }

    /// <param name="changes">One line for a person per change: "host gpu-1: rack B07 -> B08".</param>
    /// <exception cref="InventoryException">The section is unfit; nothing of the inventory is applied.</exception>
    Task ApplyAsync(JsonElement section, FleetDb db, ICollection<string> changes, CancellationToken cancellationToken);
}
