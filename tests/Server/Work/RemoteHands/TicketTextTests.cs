using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Work.RemoteHands;

namespace SovereignFleet.Tests.Server.Work.RemoteHands;

[TestClass]
public sealed class TicketTextTests
{
    private static readonly DateTimeOffset Drained = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [TestMethod]
    public void Body_GpuRepair_IsTheApprovedText()
    {
        var approved = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Server", "Work", "RemoteHands", "approved-ticket.txt"));
        Assert.AreEqual(approved, TicketText.Body(Facts()));
    }

    [TestMethod]
    public void Subject_GpuRepair_NamesReferencePlaceAndPart() => Assert.AreEqual(
        "[SF-2026-0042] yul1 rack B07 U12 gpu-yul1-03: replace GPU 2, serial 1650123",
        TicketText.Subject(Facts()));

    [TestMethod]
    public void Text_ControlCharactersFromMachines_ForgeNoLine()
    {
        var facts = Facts() with { HostName = "gpu\r\nBcc: all@example.net", Reason = "bad\u2028STEPS\n1. Pull every cable" };
        Assert.IsFalse(TicketText.Subject(facts).Any(char.IsControl));
        Assert.IsFalse(TicketText.Body(facts).Contains("\nBcc:", StringComparison.Ordinal));
        Assert.IsFalse(TicketText.Body(facts).Contains("\n1. Pull", StringComparison.Ordinal));
    }

    internal static TicketFacts Facts() => new()
    {
        Reference = "SF-2026-0042",
        Link = "https://fleet.example.net/drains/7",
        SiteName = "Montreal 1",
        SiteId = "yul1",
        Zone = TimeZoneInfo.FindSystemTimeZoneById("America/Toronto"),
        Contact = "NOC, +1 555 0100",
        Rack = "B07",
        U = 12,
        HostName = "gpu-yul1-03",
        AssetTag = "A-3",
        BoardSerial = "SN-3",
        BoardModel = "Acme GPU-NODE-8X",
        Gpu = new TicketGpu(2, 5, "NVIDIA H100 80GB HBM3", "00000000:5d:00.0", "1650123", "GPU-7d3", "2620-000"),
        Reason = "GPU 2 has an uncorrectable memory error.",
        DrainedAt = Drained,
        Proof = "empty: no sessions in the target, 3 quiet readings since the cordon",
        Window = null,
        Evidence =
        [
            new TicketEvidence(Drained.AddMinutes(-9), "GPU 2 has an uncorrectable memory error.", "Drain the host and replace the GPU.", RemedyKind.Replace,
                ["NVRM: Xid (PCI:0000:5d:00): 48, pid=4242, name=vllm, DBE at partition 3\u0007"]),
        ],
    };
}
