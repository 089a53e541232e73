namespace SovereignFleet.Server.Work.RemoteHands.Text;

/// <summary>A GPU that work is about, as its label and the bus name it.</summary>
internal sealed record TicketGpu(
    int Index, int? Slot, string Model, string PciAddress, string Serial, string Uuid, string PartNumber)
{
    /// <summary>"slot 5, PCI 00000000:5d:00.0"</summary>
    public string Place => Slot is { } slot ? $"slot {slot}, PCI {PciAddress}" : $"PCI {PciAddress}";
}
