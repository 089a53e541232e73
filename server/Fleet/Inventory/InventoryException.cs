namespace SovereignFleet.Server.Fleet.Inventory;

/// <summary>A declared inventory that cannot be applied. Each fault names the key and what to do: "hosts[3].pool: there is no pool ...".</summary>
internal sealed class InventoryException(IReadOnlyCollection<string> faults) : Exception(string.Join('\n', faults))
{
    public IReadOnlyCollection<string> Faults => faults;
}
