using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Plans.Machine;
using SovereignFleet.Server.Plans.Requests;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Tests.Support;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Server.Plans;

/// <summary>What people ask of Plans: bad input, two people at once, and who may not.</summary>
[TestClass]
public sealed class PlanRequestsTests(TestContext test)
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 7, 0, 0, TimeSpan.Zero);

    private CancellationToken Token => test.CancellationToken;

    [TestMethod]
    public void Faults_OfAnEmptyWish_NameEachFieldAndWhatToDo() => Assert.AreEqual(
        """
        selection: choose hosts, by name or by site, rack, pool, GPU model or driver version
        works: name at least one work; own work only empties the hosts
        reason: say why, for whoever finds a host out of service
        start: say when it begins: now, in the next Window, or at a date
        """,
        string.Join('\n', PlanFaults.Of(PlanMapper.FromWire(null), Now)));

    [TestMethod]
    [DataRow(nameof(PlanStart.Date), null, null, "not_before: say the date on which it begins")]
    [DataRow(nameof(PlanStart.Now), 1, null, "not_before: a plan that begins now has none; choose a date")]
    [DataRow(nameof(PlanStart.Date), -1, null, "not_before: 2026-11-28 06:00Z has passed: choose a later time, or now")]
    [DataRow(nameof(PlanStart.Now), null, -1, "ends_at: 2026-11-28 06:00Z is not after its beginning: choose a later time, or none")]
    [DataRow(nameof(PlanStart.Date), 2, 1, "ends_at: 2026-11-28 08:00Z is not after its beginning: choose a later time, or none")]
    [DataRow(nameof(PlanStart.Date), 1, 2, null)]
    [DataRow(nameof(PlanStart.Window), null, null, null)]
    public void Faults_OfItsTimes_AreTold(string start, int? begins, int? ends, string? expected) => Assert.AreEqual(
        expected,
        PlanFaults.Of(new PlanWish
        {
            Selection = new HostSelection(["gpu-yul1-01"]),
            Works = WorkPlan.Of(WorkKind.Reboot),
            Reason = "driver 570",
            Start = Enum.Parse<PlanStart>(start),
            NotBefore = begins is { } from ? Now.AddHours(from) : null,
            EndsAt = ends is { } to ? Now.AddHours(to) : null,
        }, Now).SingleOrDefault());

    [TestMethod]
    public async Task Create_OfAHostThatIsNot_NamesIt()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await PlanStage.CreateAsync(database, hosts: 2, required: 1, Token);
        Assert.AreEqual((PlanRefusal.Missing, "selection.host_names: there is no host gpu-yul1-99"), await RefusalAsync(stage, stage.Wish("gpu-yul1-01", "gpu-yul1-99")));
        Assert.AreEqual((PlanRefusal.Missing, "selection.rack: no host stands in a rack Z99"), await RefusalAsync(stage, stage.Wish() with { Selection = new HostSelection([], Rack: "Z99") }));
        Assert.AreEqual((PlanRefusal.Missing, "selection: no host is all that at once"), await RefusalAsync(stage, stage.Wish() with { Selection = new HostSelection([], Rack: "B07", DriverVersion: "1.2") }));
    }

    [TestMethod]
    public async Task Create_OfAHostInNoPoolAndOneInAPlan_SkipsThemWithTheReason()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await PlanStage.CreateAsync(database, hosts: 3, required: 1, Token);
        await LeavePoolAsync(database, stage, 0);
        await stage.CreatedAsync(stage.Wish("gpu-yul1-02"), Token);
        var plan = await stage.CreatedAsync(stage.Wish(), Token);
        Assert.AreEqual("Skipped, Skipped, Waiting", await stage.HostsAsync(plan, Token));
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(
            "it is in no pool: there is nothing to drain it from; it is in the plan \"driver 570\" of person:ada already; ",
            string.Join("; ", await db.PlanHosts.Where(row => row.PlanId == plan.Id).OrderBy(row => row.Ordinal).Select(row => row.Why).ToListAsync(Token)));
    }

    [TestMethod]
    public async Task Create_WithNoHostLeft_IsRefusedWithEachReason()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await PlanStage.CreateAsync(database, hosts: 2, required: 1, Token);
        await LeavePoolAsync(database, stage, 0);
        Assert.AreEqual(
            (PlanRefusal.NotNow, "no host is left to work on: gpu-yul1-01: it is in no pool: there is nothing to drain it from"), await RefusalAsync(stage, stage.Wish("gpu-yul1-01")));
        Assert.AreEqual(
            (PlanRefusal.NotNow, "no host is left to work on: gpu-yul1-02: yul1 has no Window that opens"), await RefusalAsync(stage, stage.Wish("gpu-yul1-02") with { Start = PlanStart.Window }));
        Assert.StartsWith(
            "no host is left to work on: gpu-yul1-02: this server cannot do RolloutStep", (await RefusalAsync(stage, stage.Wish("gpu-yul1-02") with { Works = WorkPlan.Of(WorkKind.RolloutStep) })).Why);
    }

    [TestMethod]
    public async Task Create_ByTwoPeopleAtOnce_IsOnePlanAndTheOtherIsTold()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await PlanStage.CreateAsync(database, hosts: 4, required: 1, Token);
        var replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(number => stage.Requests.CreateAsync(stage.Wish(), SiteScope.All, $"person:{number}", Token)));
        Assert.ContainsSingle(replies.Where(reply => reply.Plan is not null));
        Assert.IsTrue(replies.All(reply => reply.Plan is not null || reply.Kind == PlanRefusal.NotNow));
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(4, await db.PlanHosts.CountAsync(Token));
        Assert.AreEqual(1, await db.JournalEntries.CountAsync(entry => entry.Kind == JournalKinds.PlanCreated, Token));
    }

    [TestMethod]
    public async Task Change_OfAPlanThatAnotherChangedMeanwhile_IsRefused()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await PlanStage.CreateAsync(database, hosts: 2, required: 1, Token);
        var plan = await stage.CreatedAsync(stage.Wish(), Token);
        Assert.IsNotNull((await stage.Requests.PauseAsync(stage.By(plan, "person:bo", revision: 1), Token)).Plan);
        var late = await stage.Requests.StopAsync(stage.By(plan, revision: 1), cancelRunning: true, Token);
        Assert.AreEqual((PlanRefusal.NotNow, "the plan was changed since you looked at it: it is Paused by person:bo; look again"), (late.Kind, late.Refusal));
        Assert.AreEqual("the plan is Paused: resume or stop it", (await stage.Requests.PauseAsync(stage.By(plan, revision: 2), Token)).Refusal);
    }

    [TestMethod]
    public async Task Change_ByAPersonOfAnotherOrOfOneSite_IsRefused()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await PlanStage.CreateAsync(database, hosts: 2, required: 1, Token);
        await using (var db = await database.Contexts.CreateDbContextAsync(Token))
        {
            db.Add(new Site { Id = "fra1", Name = "Frankfurt 1", Jurisdiction = "DE", TimeZone = "Europe/Berlin" });
            await db.SaveChangesAsync(Token);
            await db.Hosts.Where(host => host.Name == "gpu-yul1-02").ExecuteUpdateAsync(set => set.SetProperty(host => host.SiteId, "fra1"), Token);
        }

        var plan = await stage.CreatedAsync(stage.Wish("gpu-yul1-01", "gpu-yul1-02"), Token);
        Assert.AreEqual(PlanRefusal.Missing, (await stage.Requests.PauseAsync(stage.By(plan) with { Scope = new SiteScope("lon1") }, Token)).Kind);
        Assert.AreEqual(PlanRefusal.Forbidden, (await stage.Requests.PauseAsync(stage.By(plan) with { Scope = new SiteScope("fra1") }, Token)).Kind);
        var book = new PlanBook(database.Contexts, stage.Drains.Time);
        Assert.AreEqual("gpu-yul1-02", (await book.FindAsync(plan.Id, new SiteScope("fra1"), Token))!.Hosts.Single().HostName);
        Assert.IsNull(await book.FindAsync(plan.Id, new SiteScope("lon1"), Token));
    }

    [TestMethod]
    public async Task Extend_ToATimeThatHasPassed_IsRefused()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await PlanStage.CreateAsync(database, hosts: 2, required: 1, Token);
        var plan = await stage.CreatedAsync(stage.Wish(), Token);
        Assert.AreEqual(PlanRefusal.Unfit, (await stage.Requests.ExtendAsync(stage.By(plan), stage.Drains.Time.GetUtcNow(), Token)).Kind);
        await stage.Requests.StopAsync(stage.By(plan), cancelRunning: false, Token);
        Assert.AreEqual(PlanRefusal.NotNow, (await stage.Requests.ExtendAsync(stage.By(plan), null, Token)).Kind);
    }

    [TestMethod]
    public async Task Preview_OfARack_TellsWhoWhenTheArithmeticAndEachBlockerAndDoesNothing()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await PlanStage.CreateAsync(database, hosts: 4, required: 2, Token);
        await LeavePoolAsync(database, stage, 3);
        var (sketch, _) = await stage.Requests.PreviewAsync(stage.Wish() with { AtOnce = 3 }, SiteScope.All, "person:ada", Token);
        var now = stage.Drains.Time.GetUtcNow();
        var preview = PlanPreview.Of(sketch!, new HashSet<string> { DrainStage.PoolId }, now);

        Assert.AreEqual("Waiting, Waiting, Waiting, Skipped", string.Join(", ", preview.Hosts.Select(host => host.State)));
        Assert.AreEqual(now, preview.Hosts[0].BeginsAt.ToDateTimeOffset());
        Assert.AreEqual("", preview.Hosts[0].Why);
        Assert.StartsWith("the pool cannot spare it now: llm-ca has 3 of 3 hosts available", preview.Hosts[1].Why);
        Assert.AreEqual("another host of the pool is back in service, or the pool requires fewer", preview.Hosts[1].Lifts);
        Assert.AreEqual("put it into a pool in the inventory, and plan it again", preview.Hosts[3].Lifts);
        Assert.AreEqual((3u, 1u, true), (preview.Pools.Single().Hosts, preview.Pools.Single().AtOnce, preview.Pools.Single().Verdict.Allowed));
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(0, await db.Plans.CountAsync(Token) + await db.PlanHosts.CountAsync(Token) + await db.JournalEntries.CountAsync(Token));
    }

    [TestMethod]
    public void Wire_EveryState_HasTheSameName()
    {
        Assert.IsTrue(Enum.GetValues<PlanState>().All(state => PlanMapper.ToWire(state).ToString() == state.ToString()));
        Assert.IsTrue(Enum.GetValues<PlanHostState>().All(state => PlanMapper.ToWire(state).ToString() == state.ToString()));
        Assert.IsTrue(Enum.GetValues<PlanStart>().All(start => PlanMapper.ToWire(start).ToString() == start.ToString()));
        Assert.HasCount(Enum.GetValues<PlanState>().Length + 1, Enum.GetValues<Wire.PlanState>());
    }

    private async Task<(PlanRefusal Kind, string? Why)> RefusalAsync(PlanStage stage, PlanWish wish)
    {
        var reply = await stage.Requests.CreateAsync(wish, SiteScope.All, "person:ada", Token);
        return (reply.Kind, reply.Refusal);
    }

    private async Task LeavePoolAsync(TestDatabase database, PlanStage stage, int index)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        await db.Hosts.Where(host => host.Id == stage.Drains.Hosts[index].Id).ExecuteUpdateAsync(set => set.SetProperty(host => host.PoolId, (string?)null), Token);
    }
}
