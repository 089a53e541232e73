using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Xids;
using SovereignFleet.Server.Link.Events;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Work.RemoteHands;

[TestClass]
public sealed class TicketEvidenceTests
{
    private static readonly string[] KernelLines = ["Xid 48, double bit error", "Xid 63, row remapper", "Xid 94, contained", "Xid 154, recovery action"];

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    /// <summary>The line that says what happened was crowded out by NVML's events of the same faults, which name a number only.</summary>
    [TestMethod]
    public async Task Read_NvmlTellsTheSameAfterTheKernel_KeepsEveryLineOfTheKernelInItsOrder()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, _) = await DrainStage.DrainingAsync(database, new Balancers(), Token);
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        foreach (var line in KernelLines)
        {
            db.Add(Happened(stage, "kernel-log", line));
        }

        for (var told = 0; told < 6; told++)
        {
            db.Add(Happened(stage, "nvml", $"NVML event: XID {told}"));
        }

        await db.SaveChangesAsync(Token);
        var (facts, _) = await stage.TicketFacts.ReadAsync(await stage.DrainAsync(Token), "SF-2026-0001", db, Token);

        CollectionAssert.AreEqual(KernelLines, facts.Evidence.Single().Lines.Take(KernelLines.Length).ToArray());
        Assert.HasCount(KernelLines.Length + 1, facts.Evidence.Single().Lines);
    }

    [TestMethod]
    public async Task Read_SilentHostWhoseConsoleWasCaptured_EndsWithItsLastLines()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, _) = await DrainStage.DrainingAsync(database, new Balancers(), Token);
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        await db.Conditions.ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Evidence, """{"console_last_lines":"Call Trace:\r\n\n  ? do_exit\nKernel panic"}"""), Token);

        var (facts, _) = await stage.TicketFacts.ReadAsync(await stage.DrainAsync(Token), "SF-2026-0001", db, Token);

        Assert.AreEqual("Call Trace: | ? do_exit | Kernel panic", string.Join(" | ", facts.Evidence.Single().Lines));
    }

    private int sequence;

    private StoredEvent Happened(DrainStage stage, string source, string text) => new()
    {
        HostId = stage.Hosts[0].Id,
        SpoolId = "spool",
        Sequence = ++sequence,
        At = stage.Time.GetUtcNow().AddMilliseconds(sequence),
        ReceivedAt = stage.Time.GetUtcNow(),
        Kind = "xid",
        Source = source,
        Text = text,
    };
}
