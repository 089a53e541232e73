using SovereignFleet.Agent.Bmc.Ipmi;
using SovereignFleet.Agent.Sensing;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Bmc.Fru;

/// <summary>The BMC's firmware, and the data of all parts that it keeps data of.</summary>
internal sealed class BmcInventory(IpmiTool tool) : IInventorySource
{
    public string Name => "bmc";

    public async Task ReadAsync(Inventory inventory, CancellationToken cancellationToken)
    {
        var answer = await tool.PollAsync(["mc info", "fru print"], tool.Options.LongTimeOut, cancellationToken);
        var info = new BmcInfo();
        foreach (var (key, value) in KeyValueParser.Parse(answer[0]))
        {
            info.Controller[key] = value;
        }

        info.FirmwareVersion = info.Controller.TryGetValue("Firmware Revision", out var firmware) ? firmware : "";
        info.Manufacturer = info.Controller.TryGetValue("Manufacturer Name", out var maker) ? maker : "";
        info.Frus.AddRange(FruParser.Parse(answer[1], []));
        if (info.Frus.Count > 0)
        {
            info.Fru.Add(info.Frus[0].Fields);
        }

        info.Reason = info.Controller.Count == 0 ? answer.Failure ?? "the BMC said nothing of itself" : "";
        inventory.Bmc = info;
    }
}
