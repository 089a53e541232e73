using SovereignFleet.Agent.Sensing;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Bmc;

/// <summary>The BMC's firmware and the FRU data of the chassis.</summary>
internal sealed class BmcInventory(IpmiTool tool) : IInventorySource
{
    public string Name => "bmc";

    public async Task ReadAsync(Inventory inventory, CancellationToken cancellationToken)
    {
        var info = new BmcInfo();
        var controller = await tool.AskAsync(["mc", "info"], cancellationToken);
        if (!controller.IsOk)
        {
            info.Reason = controller.Text;
            inventory.Bmc = info;
            return;
        }

        var facts = KeyValueParser.Parse(controller.Text);
        info.FirmwareVersion = facts.GetValueOrDefault("Firmware Revision", "");
        info.Manufacturer = facts.GetValueOrDefault("Manufacturer Name", "");
        var fru = await tool.AskAsync(["fru", "print", "0"], cancellationToken);
        if (fru.IsOk)
        {
            foreach (var (key, value) in KeyValueParser.Parse(fru.Text))
            {
                info.Fru[key] = value;
            }
        }

        inventory.Bmc = info;
    }
}
