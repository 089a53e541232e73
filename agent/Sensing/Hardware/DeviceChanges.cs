using Microsoft.Extensions.Hosting;

namespace SovereignFleet.Agent.Sensing.Hardware;

/// <summary>Looks once a minute whether a network card or a disk came, went or got other firmware: then the Inventory is read anew.</summary>
internal sealed class DeviceChanges(HostDevices devices, InventoryLoop inventory, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var known = devices.Read();
        while (true)
        {
            await Task.Delay(Period, time, stoppingToken);
            var now = devices.Read();
            if (!now.SequenceEqual(known))
            {
                inventory.Refresh();
            }

            known = now;
        }
    }
}
