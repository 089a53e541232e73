using SovereignFleet.Agent.Sensing;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Tests.Agent.Sensing;

/// <summary>Takes Inventories into memory.</summary>
internal sealed class InventoryList : IFrameSink
{
    private readonly Lock gate = new();
    private readonly List<Inventory> inventories = [];

    public IReadOnlyList<Inventory> All
    {
        get
        {
            lock (gate)
            {
                return [.. inventories];
            }
        }
    }

    public ValueTask WriteAsync(Frame frame, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask WriteAsync(Inventory inventory, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            inventories.Add(inventory);
        }

        return ValueTask.CompletedTask;
    }
}
