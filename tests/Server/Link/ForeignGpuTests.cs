using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Link.Events;

namespace SovereignFleet.Tests.Server.Link;

/// <summary>A Host speaks of GPUs that another Host has.</summary>
[TestClass]
public sealed class ForeignGpuTests
{
    private const string Other = "gpu-fra1-01";
    private const string Theirs = "GPU-00000000-0000-4000-8000-00000000fa01";

    public required TestContext TestContext { get; init; }

    private CancellationToken Token => TestContext.CancellationToken;

    /// <summary>A heavy fault that happens on this Host, whatever it names, must not be lost with the name.</summary>
    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Event_ThatNamesIt_IsTheHostsOwnAndOfNoGpu()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var other = await DeclareOwnerAsync(scene, TimeProvider.System.GetUtcNow());
        await using var stream = scene.Connect(Token);
        var (xid, spelled) = (LinkScene.Xid(1, 79, TimeProvider.System.GetUtcNow()), LinkScene.Xid(2, 48, TimeProvider.System.GetUtcNow()));
        (xid.Event.GpuUuid, spelled.Event.GpuUuid) = (Theirs, Theirs.ToUpperInvariant());

        stream.Send(xid, spelled);
        await stream.AcknowledgedAsync(2);

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var events = await db.Events.AsNoTracking().OrderBy(row => row.Sequence).ToListAsync(Token);
        Assert.AreSequenceEqual([(scene.Host.Id, null), (scene.Host.Id, (string?)null)], events.Select(row => (row.HostId, row.GpuUuid)));
        Assert.Contains($"\"{EventMapper.SaidGpu}\": \"{Theirs}\"", events[0].Detail);
        var conditions = await db.Conditions.AsNoTracking().ToListAsync(Token);
        Assert.AreSequenceEqual([("xid-48", scene.Host.Id, (string?)null), ("xid-79", scene.Host.Id, null)], conditions.OrderBy(row => row.Code).Select(row => (row.Code, row.HostId, row.GpuUuid)));
        Assert.AreNotEqual(other, scene.Host.Id);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Event_OfAGateway_NamesNoGpu()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await DeclareOwnerAsync(scene, TimeProvider.System.GetUtcNow());
        await scene.DeclareAsync("gpu-yul1-02", "yul1", scene.Host.Id, null, Token);
        await using var stream = scene.Connect(Token);
        var (named, placed) = (LinkScene.Xid(2, 79, TimeProvider.System.GetUtcNow()), LinkScene.Xid(3, 79, TimeProvider.System.GetUtcNow()));
        (named.Event.GpuUuid, named.Event.Host, placed.Event.Host) = (Theirs, "gpu-yul1-02", "gpu-yul1-02");

        stream.Send(LinkScene.Inventory(1, TimeProvider.System.GetUtcNow()), named, placed);
        await stream.AcknowledgedAsync(3);

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreSequenceEqual([null, (string?)null], await db.Events.Select(row => row.GpuUuid).ToListAsync(Token));
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Claim_OnAGpuWhoseOwnerIsHeard_IsOneConditionThatEndsWhenItIsMadeNoMore()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await DeclareOwnerAsync(scene, TimeProvider.System.GetUtcNow());
        await using (var stream = scene.Connect(Token))
        {
            stream.Send(Claim(1));
            await SpeakAsync(stream, 2);
            stream.Send(Claim(5));
            await SpeakAsync(stream, 6);
        }

        var condition = await ConditionAsync(scene);
        Assert.AreEqual((ConditionState.Firing, Severity.Warning, DrainAdvice.None, (string?)null), (condition.State, condition.Severity, condition.Drain, condition.GpuUuid));
        Assert.AreEqual(
            $"gpu-yul1-01 says that it has GPU {Theirs} (165, of {Other}), and so does {Other}: what gpu-yul1-01 tells of it is not taken.", condition.Sentence);
        Assert.IsFalse(scene.Heartbeats.Take().Any(heartbeat => Frame.Parser.ParseFrom(heartbeat.Frame).Gpus.Any(reading => reading.Uuid == Theirs)));

        // A stream of another day: the claim still stands in the last Inventory.
        await using var next = scene.Connect(Token);
        await SpeakAsync(next, 10);
        Assert.AreEqual(ConditionState.Firing, (await ConditionAsync(scene)).State);
        next.Send(LinkScene.Inventory(20, TimeProvider.System.GetUtcNow()));
        await SpeakAsync(next, 21);
        Assert.AreEqual(ConditionState.Resolved, (await ConditionAsync(scene)).State);
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(1, await db.JournalEntries.CountAsync(entry => entry.Actor == "rule:gpu-claimed" && entry.Kind == "condition.fired", Token));
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Gpu_WhoseOwnerFellSilentSinceItWasClaimed_ComesOverWithItsReadings()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var other = await DeclareOwnerAsync(scene, TimeProvider.System.GetUtcNow());
        await using (var stream = scene.Connect(Token))
        {
            stream.Send(Claim(1));
            await SpeakAsync(stream, 2);
        }

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        await db.Heartbeats.Where(row => row.HostId == other).ExecuteUpdateAsync(set => set.SetProperty(row => row.HeardAt, TimeProvider.System.GetUtcNow().AddMinutes(-2)), Token);
        await using var next = scene.Connect(Token);
        await SpeakAsync(next, 10);
        await SpeakAsync(next, 13);

        var heartbeat = scene.Heartbeats.Take().Single();
        Assert.IsTrue(Frame.Parser.ParseFrom(heartbeat.Frame).Gpus.Any(reading => reading.Uuid == Theirs));
        Assert.AreEqual(scene.Host.Id, (await db.Gpus.AsNoTracking().SingleAsync(row => row.Uuid == Theirs, Token)).HostId);
        Assert.AreEqual(ConditionState.Resolved, (await ConditionAsync(scene)).State);
    }

    private async Task<Guid> DeclareOwnerAsync(LinkScene scene, DateTimeOffset heardAt)
    {
        var other = await scene.DeclareAsync(Other, "fra1", null, heardAt, Token);
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        db.Add(new Gpu { Uuid = Theirs, HostId = other, Index = 0, Serial = "165" });
        (await db.Hosts.SingleAsync(row => row.Id == other, Token)).Inventory = new Inventory { Gpus = { new GpuInfo { Uuid = Theirs } } }.ToByteArray();
        await db.SaveChangesAsync(Token);
        return other;
    }

    private static ConnectRequest Claim(ulong sequence)
    {
        var claim = LinkScene.Inventory(sequence, TimeProvider.System.GetUtcNow());
        claim.Inventory.Gpus.Add(new GpuInfo { Uuid = Theirs, Index = 1, Serial = "forged", PciAddress = "00000000:06:00.0" });
        return claim;
    }

    private static async Task SpeakAsync(OpenStream stream, ulong sequence)
    {
        var frame = LinkScene.Frame(sequence, TimeProvider.System.GetUtcNow(), 40);
        frame.Frame.Gpus.Add(new GpuReading { Uuid = Theirs, Index = 1, State = GpuReading.Types.State.Present, TemperatureC = 199 });
        // An Event is acknowledged before the Frames of its batch are taken, and the next one after them.
        foreach (var message in new[] { frame, LinkScene.Xid(sequence + 1, 13, TimeProvider.System.GetUtcNow()), LinkScene.Xid(sequence + 2, 13, TimeProvider.System.GetUtcNow()) })
        {
            stream.Send(message);
            if (message.Event is not null)
            {
                await stream.AcknowledgedAsync(message.Sequence);
            }
        }
    }

    private async Task<Condition> ConditionAsync(LinkScene scene)
    {
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        return await db.Conditions.AsNoTracking().SingleAsync(row => row.Rule == "gpu-claimed", Token);
    }
}
