using System.Text.RegularExpressions;
using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Proto.Link;
using SovereignFleet.Proto;

namespace SovereignFleet.Agent.KernelLog.Platform.Network;

/// <summary>Links that go down and come up: network cards, bonded ones, and hot-plug slots of PCIe.</summary>
internal sealed partial class NetworkLinks : ILogSubject
{
    public string Name => "links";

    public LineClass Take(KernelLine line, List<Event> told)
    {
        if (!line.Text.Contains("link", StringComparison.OrdinalIgnoreCase) || !Said(line.Text, out var match))
        {
            return LineClass.Ignored;
        }

        var isUp = match.Groups["state"].Value.Equals("up", StringComparison.OrdinalIgnoreCase);
        var happened = line.Tell(isUp ? EventKinds.LinkUp : EventKinds.LinkDown);
        foreach (var name in (ReadOnlySpan<string>)["driver", "interface", "bond", "slot", "speed", "port"])
        {
            if (match.Groups[name].Success)
            {
                happened.Detail[name] = match.Groups[name].Value.Trim();
            }
        }

        if (match.Groups["pci"] is { Success: true } pci)
        {
            happened.PciAddress = PciAddress.Normalize(pci.Value);
            happened.Detail["device"] = pci.Value;
        }

        happened.Detail["link"] = match.Groups["slot"].Success ? "pcie" : "network";
        told.Add(happened);
        return LineClass.Understood;
    }

    private static bool Said(string text, out Match match)
    {
        match = Card().Match(text);
        match = match.Success ? match : Named().Match(text);
        match = match.Success ? match : Bond().Match(text);
        match = match.Success ? match : Slot().Match(text);
        return match.Success;
    }

    // mlx5_core 0000:12:00.0 ens1f0np0: Link down          igb 0000:01:00.0 eno1: igb: eno1 NIC Link is Down
    // ixgbe 0000:03:00.0 eth0: NIC Link is Up 10 Gbps, Flow Control: RX/TX
    // ice 0000:98:00.0 ens1: NIC Link is up 100 Gbps Full Duplex          tg3 0000:02:00.0 eth0: Link is up at 1000 Mbps
    // mlx5_core 0000:12:00.0 mlx5_0: Port: 1 Link DOWN
    [GeneratedRegex(@"^(?<driver>[\w-]{1,30}) (?<pci>[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7])(?: (?<interface>[\w.@-]{1,32}))?(?: \([^)]{1,40}\))?: (?:[\w-]{1,30}: )?(?:[\w.-]{1,32} )?(?:[Pp]ort:? (?<port>\d{1,3}):? )?(?:NIC )?[Ll]ink (?:is )?(?<state>[Uu]p|UP|[Dd]own|DOWN)\b(?:[ ,-]{1,3}(?:at )?(?<speed>\d{1,7} ?[GM]bps))?")]
    private static partial Regex Card();

    // eth0: Link is Up - 1Gbps/Full          e1000e: eth0 NIC Link is Down          mlx5_0: Port: 1 Link ACTIVE is another word
    [GeneratedRegex(@"^(?:(?<driver>e1000e?|igb|igc|ixgbe|i40e|ice|bnx2x?|bnxt_en|tg3|mlx5_core|qede): )?(?<interface>[\w.@-]{1,32}):? (?:NIC )?Link is (?<state>[Uu]p|[Dd]own)\b(?:[ ,-]{1,3}(?:at )?(?<speed>\d{1,7} ?[GM]bps))?")]
    private static partial Regex Named();

    // bond0: (slave ens1f0): link status definitely down, disabling slave
    [GeneratedRegex(@"^(?<bond>[\w.-]{1,32}): (?:\(slave (?<interface>[\w.@-]{1,32})\): )link status definitely (?<state>up|down)")]
    private static partial Regex Bond();

    // pcieport 0000:00:1c.0: pciehp: Slot(4): Link Down
    [GeneratedRegex(@"^(?<driver>[\w-]{1,30}) (?<pci>[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7])(?::pcie\d{1,4})?: (?:pciehp: )?Slot\((?<slot>[\w-]{1,12})\): Link (?<state>Up|Down)")]
    private static partial Regex Slot();
}
