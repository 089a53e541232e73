using System.Text.Json;
using SovereignFleet.Server.Fleet.Inventory.Rules;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Fleet.Inventory;

/// <summary>Brings one section of the declared inventory (docs/inventory.md) into the database. Parts run in the order of their registration,
/// in one transaction: what an earlier one added is visible by then. What is retired is taken away in the reverse of that order.</summary>
internal interface IInventoryPart
{
    /// <summary>The section's key: "sites".</summary>
    string Section { get; }

    /// <exception cref="InventoryException">The section is unfit; nothing of the inventory is applied.</exception>
    Task ApplyAsync(JsonElement section, FleetDb db, Declaration declaration, CancellationToken cancellationToken);

    /// <param name="names">Of this section.</param>
    /// <exception cref="InventoryException">Something stands against it; nothing of the inventory is applied.</exception>
    Task RetireAsync(IReadOnlyList<RetiredName> names, FleetDb db, Declaration declaration, CancellationToken cancellationToken);
}
