using System.Text.RegularExpressions;
using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Proto.Link;
using SovereignFleet.Proto;

namespace SovereignFleet.Agent.KernelLog.Platform.Pci;

/// <summary>NVMe disks: controllers that are down or reset, commands that time out, media errors.</summary>
internal sealed partial class NvmeErrors : ILogSubject
{
    private const int MostDisks = 256;

    /// <summary>What a controller says, and what it is called here; detail error.</summary>
    private static readonly (string Words, string Error)[] Sayings =
    [
        ("controller is down", "controller_down"), // nvme nvme0: controller is down; will reset: CSTS=0xffffffff, PCI_STATUS=0x10
        ("timeout, reset controller", "timeout_reset"), // nvme nvme0: I/O 22 QID 0 timeout, reset controller
        ("timeout, disable controller", "timeout_reset"),
        ("timeout, aborting", "timeout"), // nvme nvme0: I/O tag 12 (100c) opcode 0x2 (Read) QID 4 timeout, aborting req_op:READ(0) size:4096
        ("timeout, completion polled", "timeout_polled"),
        ("Abort status", "abort"), // nvme nvme0: Abort status: 0x371
        ("Device not ready", "not_ready"), // nvme nvme0: Device not ready; aborting reset, CSTS=0x1
        ("Removing after probe failure", "removed"), // nvme nvme0: Removing after probe failure status: -19
        ("Disabling device after reset failure", "removed"),
        ("error state detected", "pcie_error"), // nvme nvme0: frozen state error detected, reset controller
        ("state error detected", "pcie_error"),
        ("restart after slot reset", "slot_reset"),
        ("resetting controller", "reset"),
        ("failed to set APST", "command_failed"),
    ];

    private readonly Dictionary<string, string> addresses = [];

    public string Name => "nvme";

    public LineClass Take(KernelLine line, List<Event> told)
    {
        if (!line.Text.Contains("nvme", StringComparison.Ordinal))
        {
            return LineClass.Ignored;
        }

        var function = Function().Match(line.Text);
        if (function.Success && addresses.Count < MostDisks)
        {
            addresses[function.Groups["disk"].Value] = function.Groups["pci"].Value;
        }

        if ((Controller(line) ?? Block(line)) is not { } happened)
        {
            return LineClass.Ignored;
        }

        told.Add(happened);
        return LineClass.Understood;
    }

    private Event? Controller(KernelLine line)
    {
        var match = ControllerLine().Match(line.Text);
        if (!match.Success)
        {
            return null;
        }

        var message = match.Groups["message"].Value;
        var saying = Array.Find(Sayings, saying => message.Contains(saying.Words, StringComparison.OrdinalIgnoreCase));
        if (saying.Error is null)
        {
            return null;
        }

        var happened = Of(line, match.Groups["disk"].Value, saying.Error);
        foreach (Match word in Word().Matches(message))
        {
            happened.Detail[word.Groups["key"].Value.ToLowerInvariant()] = word.Groups["value"].Value;
        }

        return happened;
    }

    // blk_update_request: critical medium error, dev nvme0n1, sector 1234 op 0x0:(READ) flags 0x80700
    // I/O error, dev nvme0c0n1, sector 1088653384 op 0x1:(WRITE)          print_req_error: I/O error, dev nvme0n1, sector 5
    // nvme0n1: I/O Cmd(0x2) @ LBA 1234, 8 blocks, I/O Error (sct 0x2 / sc 0x81) MORE DNR
    private Event? Block(KernelLine line)
    {
        var match = BlockLine().Match(line.Text);
        match = match.Success ? match : CommandLine().Match(line.Text);
        if (!match.Success)
        {
            return null;
        }

        var medium = line.Text.Contains("medium", StringComparison.Ordinal) || match.Groups["type"].Value == "0x2";
        var happened = Of(line, match.Groups["disk"].Value, medium ? "media" : "io");
        foreach (var name in (ReadOnlySpan<string>)["sector", "lba", "type", "code"])
        {
            if (match.Groups[name].Success)
            {
                happened.Detail[name] = match.Groups[name].Value;
            }
        }

        return happened;
    }

    private Event Of(KernelLine line, string disk, string error)
    {
        var happened = line.Tell(EventKinds.NvmeError);
        happened.Detail["disk"] = disk;
        happened.Detail["error"] = error;
        if (addresses.TryGetValue(disk, out var device))
        {
            happened.PciAddress = PciAddress.Normalize(device);
            happened.Detail["device"] = device;
        }

        return happened;
    }

    // nvme nvme0: pci function 0000:01:00.0
    [GeneratedRegex(@"^nvme (?<disk>nvme\d{1,4}): pci function (?<pci>[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7])")]
    private static partial Regex Function();

    [GeneratedRegex(@"^nvme (?<disk>nvme\d{1,4}): (?<message>.{1,400})")]
    private static partial Regex ControllerLine();

    [GeneratedRegex(@"(?:critical medium|I/O|critical target|critical nexus|timeout) error, dev (?<disk>nvme\d{1,4})(?:c\d{1,4})?n\d{1,5}, sector (?<sector>\d{1,20})")]
    private static partial Regex BlockLine();

    [GeneratedRegex(@"^(?<disk>nvme\d{1,4})(?:c\d{1,4})?n\d{1,5}: .{1,60}@ LBA (?<lba>\d{1,20}), .{1,80}\(sct (?<type>0x[0-9a-f]{1,4}) / sc (?<code>0x[0-9a-f]{1,4})\)")]
    private static partial Regex CommandLine();

    [GeneratedRegex(@"\b(?<key>QID|CSTS|PCI_STATUS|status|opcode)[ =:]{1,2}(?<value>-?\w{1,20})")]
    private static partial Regex Word();
}
