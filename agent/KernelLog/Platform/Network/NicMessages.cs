using System.Text.RegularExpressions;

namespace SovereignFleet.Agent.KernelLog.Platform.Network;

/// <summary>The lines of the mlx5 driver that are an Event by themselves. Names of groups are names of details. Pure.</summary>
internal static partial class NicMessages
{
    /// <summary>The first that fits has it.</summary>
    private static readonly (Regex Form, string Error, string Severity)[] All =
    [
        (Silent(), "firmware_silent", "critical"),
        (Fatal(), "fatal", "critical"),
        (Unreachable(), "pci_unreachable", "critical"),
        (Failed(), "recovery_failed", "critical"),
        (Begun(), "recovery_begun", "critical"),
        (Recovered(), "recovered", "info"),
        (Hot(), "overheated", "critical"),
        (ModuleError(), "module", "warning"),
        (ModuleGone(), "module_unplugged", "warning"),
        (Module(), "module_plugged", "info"),
        (SlotPower(), "slot_power", "warning"),
        (CommandTimeout(), "command_timeout", "critical"),
        (CommandFailed(), "command_failed", "info"),
        (Transmit(), "transmit_timeout", "warning"),
    ];

    public static NicMessage? Find(string rest)
    {
        foreach (var (form, error, severity) in All)
        {
            if (form.Match(rest) is { Success: true } said)
            {
                return new NicMessage(error, severity, said);
            }
        }

        return null;
    }

    /// <summary>What the driver does about a fault that it has told: not an Event of its own.</summary>
    public static bool IsAround(string rest) => Around().IsMatch(rest);

    // device's health compromised - reached miss count
    [GeneratedRegex("^device's health compromised - reached miss count")]
    private static partial Regex Silent();

    // Fatal error 1 detected: 1 reads over PCIe do not work, 2 PCIe is off, 3 the card is disabled, 4 it is being reset, 5 its firmware asks for a reset
    [GeneratedRegex(@"^Fatal error (?<sensor>\d{1,3}) detected")]
    private static partial Regex Fatal();

    // PCI slot is unavailable          FW is unable to respond to initialization segment reads
    [GeneratedRegex("^(?:PCI slot is unavailable|FW is unable to respond to initialization segment reads)")]
    private static partial Regex Unreachable();

    // health recovery flow aborted, PCI reads still not working          health recovery failed
    [GeneratedRegex("^(?<what>health recovery (?:flow aborted, .{1,80}|failed))")]
    private static partial Regex Failed();

    // handling bad device here: the driver takes its interfaces away, and tries to bring the card back
    [GeneratedRegex("^handling bad device here")]
    private static partial Regex Begun();

    [GeneratedRegex("^health recovery succeeded")]
    private static partial Regex Recovered();

    // High temperature on sensors with bit set 0 1          ... 0x0 0x1.
    [GeneratedRegex(@"^High temperature on sensors with bit set (?<sensors>(?:0x)?[0-9a-f]{1,16} (?:0x)?[0-9a-f]{1,16})")]
    private static partial Regex Hot();

    // Port module event[error]: module 0, Cable error, High Temperature
    // Port module event[error]: module 1, Cable error, Bus stuck (I2C or data shorted)
    [GeneratedRegex(@"^Port module event\[error\]: module (?<module>\d{1,3}), [\w ]{1,40}, (?<what>.{1,160})")]
    private static partial Regex ModuleError();

    // Port module event: module 1, Cable unplugged
    [GeneratedRegex(@"^Port module event: module (?<module>\d{1,3}), Cable (?:unplugged|disabled)")]
    private static partial Regex ModuleGone();

    // Port module event: module 0, Cable plugged
    [GeneratedRegex(@"^Port module event: module (?<module>\d{1,3}), Cable (?:plugged|enabled)")]
    private static partial Regex Module();

    // Detected insufficient power on the PCIe slot (27W).
    [GeneratedRegex(@"^Detected insufficient power on the PCIe slot \((?<watts>\d{1,5})W\)")]
    private static partial Regex SlotPower();

    // ENABLE_HCA(0x104) timeout. Will cause a leak of a command resource
    [GeneratedRegex(@"^(?<command>\w{1,60})\(0x[0-9a-f]{1,8}\) (?:canceled on out of queue )?timeout\. Will cause a leak of a command resource")]
    private static partial Regex CommandTimeout();

    // ACCESS_REG(0x805) op_mod(0x1) failed, status bad operation(0x2), syndrome (0x305684), err(-22)
    [GeneratedRegex(@"^(?<command>\w{1,60})\(0x[0-9a-f]{1,8}\) op_mod\(0x[0-9a-f]{1,8}\) failed, status (?<status>[\w ]{1,60})\(0x[0-9a-f]{1,8}\), syndrome \((?<syndrome>0x[0-9a-f]{1,8})\)")]
    private static partial Regex CommandFailed();

    [GeneratedRegex("^TX timeout detected")]
    private static partial Regex Transmit();

    [GeneratedRegex(@"^(?:start\z|end\z|starting teardown|starting health recovery flow|NIC (?:mode|IFC still|SW reset)|Expected to see disabled NIC|Scheduling recovery work|Issuing FW Reset|Not issuing FW reset|new health works are not permitted)")]
    private static partial Regex Around();
}
