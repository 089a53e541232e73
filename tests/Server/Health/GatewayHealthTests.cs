using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Silence;
using SovereignFleet.Server.Health;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Link.Events;
using SovereignFleet.Server.Link.Gateway;
using SovereignFleet.Server.Link.Heartbeats;
using SovereignFleet.Server.Overview;
using SovereignFleet.Tests.Server.Link;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Health;

/// <summary>What a silent Host's BMC says by its gateway, kept, judged and shown, on a real database.</summary>
[TestClass]
public sealed class GatewayHealthTests(TestContext context)
{
    private const string Silent = "gpu-yul1-02";
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Reading_OfAHostThatWasNeverHeard_IsKeptShownAndJudged()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var silent = await scene.DeclareAsync(Silent, "yul1", scene.Host.Id, heardAt: null, Token);
        await using var stream = scene.Connect(Token);

        stream.Send(GatewayWords.Read(1, Silent, powerOn: true, new BmcSensor { Name = "PSU1 Status", Number = 5, Status = "ok", States = { "Power Supply AC lost" } }));
        var condition = await Until.Async("the lost feed is found", _ => ConditionsAsync(scene), found => found.Count > 0, Token);
        await scene.WriteBmcsAsync(Token);

        Assert.AreEqual(("bmc-sensor-critical", silent, ConditionState.Firing), (condition[0].Code, condition[0].HostId, condition[0].State));
        Assert.Contains("PSU1 Status: Power Supply AC lost", condition[0].Sentence);
        Assert.Contains(scene.Host.Name, condition[0].Evidence);
        await using (var db = await scene.Database.Contexts.CreateDbContextAsync(Token))
        {
            Assert.AreEqual(0, await db.Heartbeats.CountAsync(Token), "a BMC that answers is no agent that lives");
        }

        var detail = await DetailAsync(scene);
        Assert.AreEqual("PSU1 Status", detail.Bmc.Single().Name);
        Assert.AreEqual((scene.Host.Name, true, true), (detail.BmcSource.HostName, detail.BmcSource.ByGateway, detail.BmcSource.PowerOn));
        Assert.IsGreaterThan(Now.AddMinutes(-1), detail.BmcSource.ReadAt.ToDateTimeOffset());
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task NoAnswer_AfterAReading_KeepsItAndTellsSinceWhenItFails()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await scene.DeclareAsync(Silent, "yul1", scene.Host.Id, heardAt: null, Token);
        await using var stream = scene.Connect(Token);
        stream.Send(GatewayWords.Read(1, Silent));
        await scene.WriteBmcsAsync(Token);
        stream.Send(GatewayWords.NoAnswer(2, Silent));
        await scene.WriteBmcsAsync(Token);
        var first = (await DetailAsync(scene)).Gateway.FailingSince;
        stream.Send(GatewayWords.NoAnswer(3, Silent));
        await scene.WriteBmcsAsync(Token);

        var detail = await DetailAsync(scene);
        Assert.AreEqual("CPU1 Temp", detail.Bmc.Single().Name);
        Assert.Contains("Unable to establish", detail.Gateway.Failure);
        Assert.AreEqual(first, detail.Gateway.FailingSince);
        Assert.IsGreaterThan(first, detail.Gateway.AskedAt);
        Assert.IsLessThan(first, detail.BmcSource.ReadAt);
        Assert.AreEqual("bmc-unreachable Pending", string.Join(", ", (await ConditionsAsync(scene)).Select(row => $"{row.Code} {row.State}")));

        // The inventory names no gateway any more.
        await using (var db = await scene.Database.Contexts.CreateDbContextAsync(Token))
        {
            await db.Hosts.ExecuteUpdateAsync(set => set.SetProperty(host => host.BmcGatewayId, (Guid?)null), Token);
        }

        using var watch = Watch(scene);
        await watch.LookAsync(Now.AddHours(-1), Token);
        Assert.AreEqual(ConditionState.Resolved, (await ConditionsAsync(scene)).Single().State);
        Assert.IsNull((await DetailAsync(scene)).Gateway);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    [DataRow("off", "the power is off", "off")]
    [DataRow("on", "the power is on", "on")]
    [DataRow("no answer", "does not answer gpu-yul1-01 either", null)]
    [DataRow("long ago", null, "off")]
    [DataRow("never", null, null)]
    public async Task SilentHost_IsAlertedWithWhatItsBmcSays(string told, string? said, string? power)
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var silent = await scene.DeclareAsync(Silent, "yul1", scene.Host.Id, Now.AddMinutes(-5), Token);
        await PutAsync(scene, silent, told);
        using var watch = Watch(scene);

        await watch.LookAsync(Now.AddHours(-1), Token);

        var condition = (await ConditionsAsync(scene)).Single();
        Assert.AreEqual("agent-silent", condition.Code);
        Assert.AreEqual(said is not null, condition.Sentence.Contains("BMC", StringComparison.Ordinal), condition.Sentence);
        Assert.Contains(said ?? "", condition.Sentence);
        Assert.AreEqual(power is not null, condition.Evidence.Contains($"\"power\": \"{power}\"", StringComparison.Ordinal), condition.Evidence);
        Assert.AreEqual(told != "never", condition.Evidence.Contains("PSU1 | Power Supply AC lost", StringComparison.Ordinal), condition.Evidence);
    }

    private static AgentSilenceWatch Watch(LinkScene scene) => new(
        scene.Database.Contexts, new AgentSilentRule(), Hears.Always(), Options.Create(new HealthOptions()), new DatabaseReady(), TimeProvider.System, NullLogger<AgentSilenceWatch>.Instance);

    /// <summary>What the gateway told of it before, and a record of its BMC's log.</summary>
    private async Task PutAsync(LinkScene scene, Guid silent, string told)
    {
        if (told == "never")
        {
            return;
        }

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        db.Add(new GatewayBmc
        {
            HostId = silent,
            GatewayId = scene.Host.Id,
            AskedAt = told == "long ago" ? Now.AddMinutes(-3) : Now,
            Reading = told == "no answer" ? null : new BmcReading { PowerOn = told == "on" }.ToByteArray(),
            Failure = told == "no answer" ? "no route to host" : "",
        });
        db.Add(new StoredEvent
        {
            HostId = silent,
            SpoolId = "s",
            Sequence = 1,
            At = Now.AddMinutes(-6),
            ReceivedAt = Now,
            Kind = "bmc_sel",
            Count = 1,
            Source = "bmc",
            Text = "PSU1 | Power Supply AC lost",
        });
        await db.SaveChangesAsync(Token);
    }

    private async Task<List<Condition>> ConditionsAsync(LinkScene scene)
    {
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        return await db.Conditions.AsNoTracking().ToListAsync(Token);
    }

    private async Task<SovereignFleet.Proto.Fleet.HostDetail> DetailAsync(LinkScene scene)
    {
        using var snapshots = new FleetSnapshots(scene.Database.Contexts, Hears.Always(), TimeProvider.System);
        return (await new HostDetailReader(snapshots, scene.Database.Contexts).ReadAsync(Silent, Token))!;
    }
}
