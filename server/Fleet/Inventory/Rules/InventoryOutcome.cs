namespace SovereignFleet.Server.Fleet.Inventory.Rules;

/// <summary>What became of a declared inventory.</summary>
/// <param name="Changes">A line each; none where all was so already.</param>
/// <param name="Warnings">What was taken and is likely a slip.</param>
internal sealed record InventoryOutcome(IReadOnlyList<string> Changes, IReadOnlyList<string> Warnings);
