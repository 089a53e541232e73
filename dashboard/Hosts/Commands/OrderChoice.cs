using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Hosts.Commands;

/// <summary>One entry of the menu of commands, and what the dialog asks for it. The server decides.</summary>
/// <param name="Ends">It ends what the Host does: its name is typed first.</param>
internal sealed record OrderChoice(string Key, string Title, string Says, bool NeedsReason, bool Disturbs, bool Ends)
{
    public static IReadOnlyList<OrderChoice> All { get; } =
    [
        new("identify-on", "Light the locator LED", "So that remote hands find the machine.", false, false, false),
        new("identify-off", "Clear the locator LED", "", false, false, false),
        new("read-power", "Read the power state", "Asks the BMC.", false, false, false),
        new("collect-logs", "Collect logs", "Kernel log, BMC event log, NVIDIA's report: one file, some minutes.", false, false, false),
        new("capture-console", "Capture the console", "What the serial console shows, by the BMC.", false, false, false),
        new("diagnose", "Diagnose", "NVIDIA's diagnostic and our own CUDA check.", false, true, false),
        new("restart-unit", "Restart a service", "A unit that the host's agent allows.", true, true, false),
        new("gpu-reset", "Reset a GPU", "Ends whatever runs on it.", true, true, false),
        new("reboot", "Reboot", "The host boots anew; proof is another boot id.", true, true, true),
        new("power-cycle", "Power-cycle", "Power off and on by the BMC, without asking the system.", true, true, true),
    ];

    public string Name => Key.StartsWith("identify", StringComparison.Ordinal) ? "identify" : Key;

    public static IEnumerable<OrderChoice> For(Role role) => role switch
    {
        Role.OnCall or Role.Operator or Role.Admin => All,
        Role.Technician => All.Take(3),
        _ => [],
    };
}
