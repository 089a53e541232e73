using System.Text.RegularExpressions;
using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Proto.Link;
using SovereignFleet.Proto;

namespace SovereignFleet.Agent.KernelLog.Platform.Network;

/// <summary>Network cards that report faults: NVIDIA's (Mellanox's) mlx5 driver, of ConnectX and BlueField, by the forms of Linux'
/// drivers/net/ethernet/mellanox/mlx5/core (health.c, events.c, cmd.c), and the kernel's watchdog over any card. What a link does, the links tell.</summary>
internal sealed partial class NicErrors : ILogSubject
{
    private readonly NicHealthBlocks blocks = new();

    public string Name => "nics";

    public bool IsHolding => blocks.IsHolding;

    public LineClass Take(KernelLine line, List<Event> told)
    {
        if (line.Text.Contains("NETDEV WATCHDOG", StringComparison.Ordinal) && TakeWatchdog(line, told))
        {
            return LineClass.Understood;
        }

        if (!line.Text.StartsWith("mlx5_core ", StringComparison.Ordinal) || CardLine().Match(line.Text) is not { Success: true } card)
        {
            return LineClass.Ignored;
        }

        var rest = card.Groups["rest"].Value;
        if (blocks.Take(line, card, rest, told) is var fared and not LineClass.Ignored)
        {
            return fared;
        }

        if (NicMessages.Find(rest) is { } message)
        {
            told.Add(message.ToEvent(line, card));
            return LineClass.Understood;
        }

        return NicMessages.IsAround(rest) ? LineClass.Continuation : LineClass.Ignored;
    }

    public int Flush(List<Event> told)
    {
        blocks.Flush(told);
        return 0;
    }

    /// <summary>An Event of the card that a line names.</summary>
    public static Event Of(KernelLine line, Match card, string error, string severity)
    {
        var happened = line.Tell(EventKinds.NicError);
        happened.PciAddress = PciAddress.Normalize(card.Groups["pci"].Value);
        happened.Detail["driver"] = "mlx5_core";
        happened.Detail["device"] = card.Groups["pci"].Value;
        happened.Detail["error"] = error;
        happened.Detail["severity"] = severity;
        if (card.Groups["interface"].Success)
        {
            happened.Detail["interface"] = card.Groups["interface"].Value;
        }

        return happened;
    }

    // NETDEV WATCHDOG: ens1f0np0 (mlx5_core): transmit queue 12 timed out
    // mlx5_core 0000:12:00.0 ens1f0np0: NETDEV WATCHDOG: CPU: 3: transmit queue 12 timed out 5376 ms
    private static bool TakeWatchdog(KernelLine line, List<Event> told)
    {
        var match = Watchdog().Match(line.Text);
        match = match.Success ? match : NewerWatchdog().Match(line.Text);
        if (!match.Success)
        {
            return false;
        }

        var happened = line.Tell(EventKinds.NicError);
        happened.Detail["error"] = "transmit_timeout";
        happened.Detail["severity"] = "warning";
        foreach (var name in (ReadOnlySpan<string>)["driver", "interface", "queue"])
        {
            happened.Detail[name] = match.Groups[name].Value;
        }

        if (match.Groups["pci"] is { Success: true } pci)
        {
            happened.PciAddress = PciAddress.Normalize(pci.Value);
            happened.Detail["device"] = pci.Value;
        }

        told.Add(happened);
        return true;
    }

    // mlx5_core 0000:41:00.0: poll_health:471:(pid 0): device's health compromised - reached miss count
    // mlx5_core 0000:5c:00.0: Port module event[error]: module 0, Cable error, High Temperature
    // mlx5_core 0000:12:00.0 ens1f0np0: TX timeout detected
    [GeneratedRegex(@"^mlx5_core (?<pci>[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7])(?: (?<interface>[\w.@-]{1,32}))?: (?:\w{1,60}:\d{1,6}:\(pid \d{1,10}\): )?(?<rest>.{1,400})", RegexOptions.Singleline)]
    private static partial Regex CardLine();

    [GeneratedRegex(@"^NETDEV WATCHDOG: (?<interface>[\w.@-]{1,32}) \((?<driver>[\w-]{1,30})\): transmit queue (?<queue>\d{1,5}) timed out")]
    private static partial Regex Watchdog();

    [GeneratedRegex(@"^(?<driver>[\w-]{1,30}) (?<pci>[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]) (?<interface>[\w.@-]{1,32}): NETDEV WATCHDOG: (?:CPU: \d{1,5}: )?transmit queue (?<queue>\d{1,5}) timed out")]
    private static partial Regex NewerWatchdog();
}
