namespace SovereignFleet.Tests.Scenes;

/// <summary>Lines as the NVIDIA driver writes them to the kernel log, for a GPU at a PCI address such as "0000:05:00".
/// XID 63 and 154 are captured lines with another address; 48 and 94 have the driver's wording.</summary>
internal static class XidLines
{
    public static string DoubleBitError(string pci) =>
        $"NVRM: Xid (PCI:{pci}): 48, pid=1896, name=python3, An uncorrectable double bit error (DBE) has been detected on GPU in the framebuffer at partition 6, subpartition 0.";

    public static string RowRemapped(string pci) =>
        $"NVRM: Xid (PCI:{pci}): 63, pid=1896, Row Remapper: New row marked for remapping, reset gpu to activate.";

    public static string Contained(string pci) =>
        $"NVRM: Xid (PCI:{pci}): 94, pid=1896, name=python3, Contained: CE User Channel (0x9). RST: No, D-RST: No";

    public static string DrainAndReset(string pci) =>
        $"NVRM: Xid (PCI:{pci}): 154, GPU recovery action changed from 0x0 (None) to 0x4 (Drain and Reset)";
}
