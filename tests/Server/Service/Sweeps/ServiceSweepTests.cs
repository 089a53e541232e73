using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Service.Sweeps;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Service.Sweeps;

/// <summary>Available is whom the balancer would send a request to.</summary>
[TestClass]
public sealed class ServiceSweepTests(TestContext context)
{
    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    [DataRow("down", "gpu-yul1-02: down in HAProxy: L4CON (b)")]
    [DataRow("drained-on-one", "gpu-yul1-02: drained, while others send it requests (b)")]
    [DataRow("missing-on-one", "gpu-yul1-02: no such server (b)")]
    public async Task Run_ABalancerSendsTheHostNothing_ItDoesNotCountInTheGuardsOwnWords(string how, string words)
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new Balancers();
        var stage = await DrainStage.CreateAsync(database, target, 2, 1, 0, Token);
        var sweep = Sweep(stage, target);
        target.B.Down = how == "down" ? "down in HAProxy: L4CON" : null;
        if (how == "drained-on-one")
        {
            target.B.Set("s2", drain: true);
        }

        if (how == "missing-on-one")
        {
            target.B.Lose("s2");
        }

        await sweep.RunAsync(Token);

        var verdict = await PreviewAsync(stage);
        Assert.IsFalse(verdict.Allowed);
        CollectionAssert.Contains(verdict.NotAvailable.ToArray(), words);
    }

    [TestMethod]
    public async Task Run_TheCheckPassesAgain_ItCountsAndTheJournalTellsBoth()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new Balancers();
        var stage = await DrainStage.CreateAsync(database, target, 2, 1, 0, Token);
        var sweep = Sweep(stage, target);
        target.A.Down = "down in HAProxy: L4CON";
        await sweep.RunAsync(Token);
        target.A.Away = true;
        await sweep.RunAsync(Token);
        Assert.AreEqual(0, (await PreviewAsync(stage)).Available, "what nobody contradicts stands");

        (target.A.Away, target.A.Down) = (false, null);
        await sweep.RunAsync(Token);

        Assert.AreEqual(2, (await PreviewAsync(stage)).Available);
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        var told = await db.JournalEntries.Where(row => row.HostId == stage.Hosts[1].Id).OrderBy(row => row.Id).Select(row => row.Summary).ToListAsync(Token);
        Assert.AreEqual(2, told.Count);
        StringAssert.Contains(told[0], "does not count as available: down in HAProxy: L4CON");
    }

    /// <summary>A Drain that only waits has not taken the Host out.</summary>
    [TestMethod]
    public async Task Run_HostWithADrainThatWaits_IsComparedToo()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var target = new Balancers();
        var stage = await DrainStage.CreateAsync(database, target, 2, 1, 0, Token, automatic: false);
        await stage.FindAsync(stage.Hosts[1], DrainAdvice.Now, Token);
        await stage.Worker().RunOnceAsync(Token);
        target.A.Down = "down in HAProxy: L4CON";
        await Sweep(stage, target).RunAsync(Token);

        Assert.AreEqual(0, (await PreviewAsync(stage)).Available);
    }

    [TestMethod]
    [DataRow(11, 1)]
    [DataRow(3, 2)]
    public async Task Preview_AnInferenceServerDoesNotAnswer_TheHostDoesNotCountAfterAWhile(int seconds, int available)
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await DrainStage.CreateAsync(database, new Balancers(), 2, 1, 0, Token);
        await using (var db = await stage.Contexts.CreateDbContextAsync(Token))
        {
            var frame = new Frame { Inference = { new InferenceReading { Name = "vllm-0", Error = "connection refused" } } }.ToByteArray();
            await db.Heartbeats.Where(row => row.HostId == stage.Hosts[1].Id).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.Frame, frame).SetProperty(row => row.UnreadSince, stage.Time.GetUtcNow().AddSeconds(-seconds)), Token);
        }

        var verdict = await PreviewAsync(stage);

        Assert.AreEqual(available, verdict.Available);
        Assert.AreEqual(available == 2, verdict.Allowed);
        Assert.AreEqual(available == 2 ? "" : "gpu-yul1-02: inference server vllm-0 has not answered for 11 s", string.Join(";", verdict.NotAvailable));
    }

    private static ServiceSweep Sweep(DrainStage stage, Balancers target) =>
        new(stage.Contexts, new([target]), new DatabaseReady(), stage.Time, NullLogger<ServiceSweep>.Instance);

    private async Task<GuardVerdict> PreviewAsync(DrainStage stage)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        return await stage.Guard.PreviewAsync(db, DrainStage.PoolId, stage.Hosts[0].Id, ReservationCause.Person, Token);
    }
}
