namespace SovereignFleet.Agent.KernelLog.Lines;

/// <summary>What the kernel calls the bits of PCIe's error status. Before Linux 4.20 it spelled them out: one error has one name here. Pure.</summary>
internal static class PcieErrorNames
{
    private static readonly Dictionary<string, string> Spelled = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Receiver Error"] = "RxErr",
        ["Bad TLP"] = "BadTLP",
        ["Bad DLLP"] = "BadDLLP",
        ["RELAY_NUM Rollover"] = "Rollover",
        ["REPLAY_NUM Rollover"] = "Rollover",
        ["Replay Timer Timeout"] = "Timeout",
        ["Advisory Non-Fatal"] = "NonFatalErr",
        ["Advisory Non-Fatal Error"] = "NonFatalErr",
        ["Corrected Internal Error"] = "CorrIntErr",
        ["Header Log Overflow"] = "HeaderOF",
        ["Data Link Protocol"] = "DLP",
        ["Data Link Protocol Error"] = "DLP",
        ["Surprise Down Error"] = "SDES",
        ["Surprise Down"] = "SDES",
        ["Poisoned TLP"] = "TLP",
        ["Flow Control Protocol"] = "FCP",
        ["Flow Control Protocol Error"] = "FCP",
        ["Completion Timeout"] = "CmpltTO",
        ["Completer Abort"] = "CmpltAbrt",
        ["Unexpected Completion"] = "UnxCmplt",
        ["Receiver Overflow"] = "RxOF",
        ["Malformed TLP"] = "MalfTLP",
        ["Unsupported Request"] = "UnsupReq",
        ["Unsupported Request Error"] = "UnsupReq",
        ["ACS Violation"] = "ACSViol",
        ["Uncorrectable Internal Error"] = "UncorrIntErr",
        ["MC Blocked TLP"] = "BlockedTLP",
        ["AtomicOp Egress Blocked"] = "AtomicOpBlocked",
        ["TLP Prefix Blocked"] = "TLPBlockedErr",
        ["TLP Prefix Blocked Error"] = "TLPBlockedErr",
        ["Unknown Error Bit"] = "Unknown",
    };

    public static string Short(string written) => Spelled.GetValueOrDefault(written, written);
}
