using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Work.RemoteHands.Text;

namespace SovereignFleet.Tests.Server.Work.RemoteHands.Text;

[TestClass]
public sealed class TicketTextTests
{
    internal static readonly TicketGpu Gpu = new(2, 5, "NVIDIA H100 80GB HBM3", "00000000:5d:00.0", "1650123", "GPU-7d3", "2620-000");
    private static readonly DateTimeOffset Drained = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [TestMethod]
    public void Body_GpuRepair_IsTheApprovedText()
    {
        var approved = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Server", "Work", "RemoteHands", "Text", "approved-ticket.txt"));
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

    /// <summary>The wrong GPU in the ticket: GPU 1 was found first and can be mapped around, GPU 5 is off the bus.</summary>
    [TestMethod]
    public void Body_TwoGpus_EachHasItsOwnWorkAndPlaceAndTheWorstIsFirst()
    {
        var (one, five) = (new TicketGpu(1, 2, "H100", "00000000:2d:00.0", "111", "GPU-1", "p"), new TicketGpu(5, 6, "H100", "00000000:6d:00.0", "555", "GPU-5", "p"));
        var facts = Facts() with
        {
            Evidence =
            [
                new TicketEvidence(Drained, "ecc-uncorrected", one, "GPU 1: error.", "Drain the Host and reset the GPU.", RemedyKind.ResetGpu, []),
                new TicketEvidence(Drained, "gpu-lost", five, "GPU 5 is gone.", "Drain the Host and have the GPU reseated.", RemedyKind.Reseat, []),
            ],
        };

        Assert.EndsWith("reseat GPU 5, serial 555, and 1 more", TicketText.Subject(facts));
        var body = TicketText.Body(facts);
        Assert.Contains("Action:      RESEAT GPU 5; POWER-CYCLE THE HOST\n", body);
        Assert.Contains("3. Power off. Take out GPU 5 (slot 6, PCI 00000000:6d:00.0). Compare its serial with 555.\n", body);
        Assert.Contains("6. Power-cycle the host for GPU 1 (slot 2, PCI 00000000:2d:00.0, serial 111)", body);
        Assert.DoesNotContain("Take out GPU 1", body);
        Assert.IsLessThan(body.IndexOf("Serial:      111", StringComparison.Ordinal), body.IndexOf("Serial:      555", StringComparison.Ordinal));
    }

    /// <summary>The text says what was seen, and no more.</summary>
    [TestMethod]
    public void Body_NothingIsKnownOfTheHost_SaysSo()
    {
        var body = TicketText.Body(Facts() with { Touch = new TouchState(QuietAt: null, HeardAt: null, LightLit: false) });

        Assert.Contains("Locator:     asked for, not seen lit", body);
        Assert.Contains("Power:       not known, for the host is silent", body);
        Assert.DoesNotContain("the host serves no requests", body);
        Assert.DoesNotContain("light lit", body);
        Assert.DoesNotContain("no light is lit", body);
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
        Reason = "GPU 2 has an uncorrectable memory error.",
        DrainedAt = Drained,
        Proof = "empty: no sessions in the target, 3 quiet readings since the cordon",
        Touch = new TouchState(Drained, Drained, LightLit: true),
        Window = null,
        Evidence =
        [
            new TicketEvidence(Drained.AddMinutes(-9), "row-remap-failure", Gpu, "GPU 2 has an uncorrectable memory error.", "Drain the host and replace the GPU.", RemedyKind.Replace,
                ["NVRM: Xid (PCI:0000:5d:00): 48, pid=4242, name=vllm, DBE at partition 3\u0007"]),
        ],
    };
}
