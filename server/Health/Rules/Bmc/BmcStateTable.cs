namespace SovereignFleet.Server.Health.Rules.Bmc;

/// <summary>Which of IPMI's states tell of a fault: IPMI 2.0, tables 42-2 (generic event types 01h to 0Ch) and 42-3 (sensor types, event type
/// 6Fh), in ipmitool's words (include/ipmitool/ipmi_sel.h). A state that does not stand here tells of none: presence, progress, power states,
/// corrected errors that the kernel counts, and State Asserted (03h), of which only the maker knows whether it is good. Not here either: thresholds
/// (01h), which the sensor's status tells, and an opened chassis (05h), which many boards without a switch report for ever. Data only.</summary>
internal static class BmcStateTable
{
    public static IReadOnlyList<BmcState> All { get; } =
    [
        // Digital-Discrete Event States
        new(0x04, 0x01, "Predictive Failure Asserted", BmcStateClass.Predicted),
        // Digital-Discrete Event States
        new(0x05, 0x01, "Limit Exceeded", BmcStateClass.Warning),
        // Digital-Discrete Event States
        new(0x06, 0x01, "Performance Lags", BmcStateClass.Warning),
        // Severity Event States
        new(0x07, 0x01, "Transition to Non-critical from OK", BmcStateClass.Warning),
        new(0x07, 0x02, "Transition to Critical from less severe", BmcStateClass.Failed),
        new(0x07, 0x03, "Transition to Non-recoverable from less severe", BmcStateClass.Failed),
        new(0x07, 0x04, "Transition to Non-critical from more severe", BmcStateClass.Warning),
        new(0x07, 0x05, "Transition to Critical from Non-recoverable", BmcStateClass.Failed),
        new(0x07, 0x06, "Transition to Non-recoverable", BmcStateClass.Failed),
        // Availability Status States
        new(0x0a, 0x04, "Transition to Off Line", BmcStateClass.Warning),
        new(0x0a, 0x06, "Transition to Degraded", BmcStateClass.Warning),
        new(0x0a, 0x08, "Install Error", BmcStateClass.Failed),
        // Redundancy States
        new(0x0b, 0x01, "Redundancy Lost", BmcStateClass.Warning),
        new(0x0b, 0x02, "Redundancy Degraded", BmcStateClass.Warning),
        new(0x0b, 0x03, "Non-Redundant: Sufficient from Redundant", BmcStateClass.Warning),
        new(0x0b, 0x04, "Non-Redundant: Sufficient from Insufficient", BmcStateClass.Warning),
        new(0x0b, 0x05, "Non-Redundant: Insufficient Resources", BmcStateClass.Warning),
        new(0x0b, 0x06, "Redundancy Degraded from Fully Redundant", BmcStateClass.Warning),
        new(0x0b, 0x07, "Redundancy Degraded from Non-Redundant", BmcStateClass.Warning),
        // Processor
        new(0x6f07, 0x00, "IERR", BmcStateClass.Failed),
        new(0x6f07, 0x01, "Thermal Trip", BmcStateClass.Failed),
        new(0x6f07, 0x02, "FRB1/BIST failure", BmcStateClass.Failed),
        new(0x6f07, 0x03, "FRB2/Hang in POST failure", BmcStateClass.Failed),
        new(0x6f07, 0x04, "FRB3/Processor startup/init failure", BmcStateClass.Failed),
        new(0x6f07, 0x05, "Configuration Error", BmcStateClass.Failed),
        new(0x6f07, 0x06, "SM BIOS Uncorrectable CPU-complex Error", BmcStateClass.Failed),
        new(0x6f07, 0x0a, "Throttled", BmcStateClass.Warning),
        new(0x6f07, 0x0b, "Uncorrectable machine check exception", BmcStateClass.Failed),
        // Power Supply
        new(0x6f08, 0x01, "Failure detected", BmcStateClass.Failed),
        new(0x6f08, 0x02, "Predictive failure", BmcStateClass.Predicted),
        new(0x6f08, 0x03, "Power Supply AC lost", BmcStateClass.Failed),
        new(0x6f08, 0x04, "AC lost or out-of-range", BmcStateClass.Failed),
        new(0x6f08, 0x05, "AC out-of-range, but present", BmcStateClass.Failed),
        new(0x6f08, 0x06, "Config Error: Vendor Mismatch", BmcStateClass.Failed),
        new(0x6f08, 0x06, "Config Error: Revision Mismatch", BmcStateClass.Failed),
        new(0x6f08, 0x06, "Config Error: Processor Missing", BmcStateClass.Failed),
        new(0x6f08, 0x06, "Config Error: Power Supply Rating Mismatch", BmcStateClass.Failed),
        new(0x6f08, 0x06, "Config Error: Voltage Rating Mismatch", BmcStateClass.Failed),
        new(0x6f08, 0x06, "Config Error", BmcStateClass.Failed),
        // Power Unit
        new(0x6f09, 0x02, "240VA power down", BmcStateClass.Failed),
        new(0x6f09, 0x03, "Interlock power down", BmcStateClass.Failed),
        new(0x6f09, 0x04, "AC lost", BmcStateClass.Failed),
        new(0x6f09, 0x05, "Soft-power control failure", BmcStateClass.Failed),
        new(0x6f09, 0x06, "Failure detected", BmcStateClass.Failed),
        new(0x6f09, 0x07, "Predictive failure", BmcStateClass.Predicted),
        // Memory
        new(0x6f0c, 0x01, "Uncorrectable ECC", BmcStateClass.Failed),
        new(0x6f0c, 0x02, "Parity", BmcStateClass.Failed),
        new(0x6f0c, 0x03, "Memory Scrub Failed", BmcStateClass.Failed),
        new(0x6f0c, 0x04, "Memory Device Disabled", BmcStateClass.Failed),
        new(0x6f0c, 0x05, "Correctable ECC logging limit reached", BmcStateClass.Predicted),
        new(0x6f0c, 0x07, "Configuration Error", BmcStateClass.Failed),
        new(0x6f0c, 0x09, "Throttled", BmcStateClass.Warning),
        new(0x6f0c, 0x0a, "Critical Overtemperature", BmcStateClass.Failed),
        // Drive Slot
        new(0x6f0d, 0x01, "Drive Fault", BmcStateClass.Failed),
        new(0x6f0d, 0x02, "Predictive Failure", BmcStateClass.Predicted),
        new(0x6f0d, 0x05, "In Critical Array", BmcStateClass.Failed),
        new(0x6f0d, 0x06, "In Failed Array", BmcStateClass.Failed),
        new(0x6f0d, 0x08, "Rebuild Aborted", BmcStateClass.Failed),
        // System Firmware Error
        new(0x6f0f, 0x00, "No system memory installed", BmcStateClass.Failed),
        new(0x6f0f, 0x00, "No usable system memory", BmcStateClass.Failed),
        new(0x6f0f, 0x00, "Unrecoverable IDE device failure", BmcStateClass.Failed),
        new(0x6f0f, 0x00, "Unrecoverable system-board failure", BmcStateClass.Failed),
        new(0x6f0f, 0x00, "Unrecoverable hard-disk controller failure", BmcStateClass.Failed),
        new(0x6f0f, 0x00, "Unrecoverable video controller failure", BmcStateClass.Warning),
        new(0x6f0f, 0x00, "BIOS corruption detected", BmcStateClass.Failed),
        new(0x6f0f, 0x00, "CPU voltage mismatch", BmcStateClass.Failed),
        new(0x6f0f, 0x00, "CPU speed mismatch failure", BmcStateClass.Failed),
        // Event Logging Disabled
        new(0x6f10, 0x00, "Correctable memory error logging disabled", BmcStateClass.Warning),
        new(0x6f10, 0x01, "Event logging disabled", BmcStateClass.Warning),
        new(0x6f10, 0x03, "All event logging disabled", BmcStateClass.Warning),
        new(0x6f10, 0x04, "Log full", BmcStateClass.Warning),
        // Watchdog 1
        new(0x6f11, 0x00, "BIOS Reset", BmcStateClass.Warning),
        new(0x6f11, 0x01, "OS Reset", BmcStateClass.Warning),
        new(0x6f11, 0x02, "OS Shut Down", BmcStateClass.Warning),
        new(0x6f11, 0x03, "OS Power Down", BmcStateClass.Warning),
        new(0x6f11, 0x04, "OS Power Cycle", BmcStateClass.Warning),
        new(0x6f11, 0x05, "OS NMI/Diag Interrupt", BmcStateClass.Warning),
        new(0x6f11, 0x06, "OS Expired", BmcStateClass.Warning),
        // System Event
        new(0x6f12, 0x02, "Undetermined system hardware failure", BmcStateClass.Failed),
        // Critical Interrupt
        new(0x6f13, 0x00, "NMI/Diag Interrupt", BmcStateClass.Warning),
        new(0x6f13, 0x01, "Bus Timeout", BmcStateClass.Failed),
        new(0x6f13, 0x02, "I/O Channel check NMI", BmcStateClass.Failed),
        new(0x6f13, 0x03, "Software NMI", BmcStateClass.Warning),
        new(0x6f13, 0x04, "PCI PERR", BmcStateClass.Failed),
        new(0x6f13, 0x05, "PCI SERR", BmcStateClass.Failed),
        new(0x6f13, 0x06, "EISA failsafe timeout", BmcStateClass.Failed),
        new(0x6f13, 0x08, "Bus Uncorrectable error", BmcStateClass.Failed),
        new(0x6f13, 0x09, "Fatal NMI", BmcStateClass.Failed),
        new(0x6f13, 0x0a, "Bus Fatal Error", BmcStateClass.Failed),
        new(0x6f13, 0x0b, "Bus Degraded", BmcStateClass.Warning),
        // Chip Set
        new(0x6f19, 0x00, "Soft Power Control Failure", BmcStateClass.Failed),
        new(0x6f19, 0x01, "Thermal Trip", BmcStateClass.Failed),
        // Cable/Interconnect
        new(0x6f1b, 0x01, "Config Error", BmcStateClass.Failed),
        // Boot Error
        new(0x6f1e, 0x00, "No bootable media", BmcStateClass.Warning),
        new(0x6f1e, 0x01, "Non-bootable disk in drive", BmcStateClass.Warning),
        new(0x6f1e, 0x03, "Invalid boot sector", BmcStateClass.Warning),
        // OS Boot
        new(0x6f1f, 0x09, "Installation aborted", BmcStateClass.Warning),
        new(0x6f1f, 0x0a, "Installation failed", BmcStateClass.Warning),
        // OS Stop/Shutdown
        new(0x6f20, 0x00, "Error during system startup", BmcStateClass.Warning),
        new(0x6f20, 0x01, "Run-time critical stop", BmcStateClass.Warning),
        // Slot/Connector
        new(0x6f21, 0x00, "Fault Status", BmcStateClass.Failed),
        // Watchdog 2
        new(0x6f23, 0x00, "Timer expired", BmcStateClass.Warning),
        new(0x6f23, 0x01, "Hard reset", BmcStateClass.Warning),
        new(0x6f23, 0x02, "Power down", BmcStateClass.Warning),
        new(0x6f23, 0x03, "Power cycle", BmcStateClass.Warning),
        // LAN
        new(0x6f27, 0x00, "Heartbeat Lost", BmcStateClass.Warning),
        // Management Subsystem Health
        new(0x6f28, 0x00, "Sensor access degraded or unavailable", BmcStateClass.Failed),
        new(0x6f28, 0x01, "Controller access degraded or unavailable", BmcStateClass.Failed),
        new(0x6f28, 0x02, "Management controller off-line", BmcStateClass.Failed),
        new(0x6f28, 0x03, "Management controller unavailable", BmcStateClass.Failed),
        new(0x6f28, 0x04, "Sensor failure", BmcStateClass.Failed),
        new(0x6f28, 0x05, "FRU failure", BmcStateClass.Failed),
        // Battery
        new(0x6f29, 0x00, "Low", BmcStateClass.Warning),
        new(0x6f29, 0x01, "Failed", BmcStateClass.Warning),
        // Version Change
        new(0x6f2b, 0x02, "Hardware incompatibility detected", BmcStateClass.Warning),
        new(0x6f2b, 0x03, "Firmware or software incompatibility detected", BmcStateClass.Warning),
        new(0x6f2b, 0x04, "Invalid or unsupported hardware version", BmcStateClass.Warning),
        new(0x6f2b, 0x05, "Invalid or unsupported firmware or software version", BmcStateClass.Warning),
        // FRU State
        new(0x6f2c, 0x07, "Communication lost", BmcStateClass.Warning),
    ];
}
