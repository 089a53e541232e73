using System.Globalization;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet.Ownership;
using SovereignFleet.Server.Health.Monitor;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Link.Intake;

namespace SovereignFleet.Tests.Server.Link;

/// <summary>An agent that goes wrong, or is in wrong hands: it fills neither the Journal nor a table nor our memory, and what is honest is kept.</summary>
[TestClass]
public sealed class AgentFloodTests
{
    private const int Storm = 1500;

    public required TestContext TestContext { get; init; }

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task Events_OfAStorm_AreAllStoredAndTheJournalTellsTheRestAsOne()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await using var stream = scene.Connect(Token);
        var now = TimeProvider.System.GetUtcNow();

        stream.Send([.. Enumerable.Range(1, Storm).Select(number => LinkScene.Xid((ulong)number, 31, now))]);
        await stream.AcknowledgedAsync(Storm);
        await stream.CloseAsync();

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(Storm, await db.Events.CountAsync(row => row.Kind == "xid", Token));
        var floods = await db.Events.Where(row => row.Kind == EventKinds.AgentFlood).ToListAsync(Token);
        var seen = await db.JournalEntries.Where(entry => entry.Kind == JournalKinds.EventSeen).Select(entry => entry.Summary).ToListAsync(Token);
        var told = seen.Where(summary => summary.StartsWith("agent_flood", StringComparison.Ordinal)).ToArray();
        Assert.HasCount(floods.Count, told);
        Assert.AreEqual(Storm, seen.Count - told.Length + floods.Sum(flood => flood.Count), "each has its entry or is counted in one");
        Assert.IsLessThan(2 * AgentJournal.AtOnce, seen.Count);
        StringAssert.Contains(told[0], "XID 31 ");
        Assert.AreEqual("The agent of gpu-yul1-01 tells more than one Host may have in the Journal: " + Counts(floods[^1].Detail) + ".",
            (await db.Conditions.SingleAsync(row => row.Code == "event-agent-flood", Token)).Sentence);
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task Records_OfMoreModulesThanAnyMachineHas_OpenNoConditionForEach()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await using var stream = scene.Connect(Token);
        var now = TimeProvider.System.GetUtcNow();

        stream.Send([.. Enumerable.Range(1, 300).Select(number => Sel((ulong)number, "", $"DIMM{number}", now))]);
        await stream.AcknowledgedAsync(300);
        await stream.CloseAsync();

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(300, await db.Events.CountAsync(row => row.Kind == EventKinds.BmcSel, Token));
        Assert.AreEqual(ConditionRoom.MostOfOneRule, await db.Conditions.CountAsync(row => row.Rule == "bmc-log", Token));
        var floods = await db.Events.Where(row => row.Kind == EventKinds.AgentFlood).ToListAsync(Token);
        const string Untaken = "Conditions not opened ";
        Assert.AreEqual(
            300 - ConditionRoom.MostOfOneRule,
            floods.SelectMany(flood => Counts(flood.Detail).Split(", ")).Where(count => count.StartsWith(Untaken, StringComparison.Ordinal)).Sum(count => int.Parse(count[Untaken.Length..], CultureInfo.InvariantCulture)));
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task Records_ThatAGatewayTellsOfAnotherHost_AreOfItsOwnShare()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await scene.DeclareAsync("gpu-yul1-02", "yul1", scene.Host.Id, null, Token);
        await using var stream = scene.Connect(Token);
        var now = TimeProvider.System.GetUtcNow();

        stream.Send([.. Enumerable.Range(1, 300).Select(number => Sel((ulong)number, "gpu-yul1-02", "DIMM1", now.AddSeconds(-number)))]);
        await stream.AcknowledgedAsync(300);
        await stream.CloseAsync();

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(300, await db.Events.CountAsync(row => row.Kind == EventKinds.BmcSel, Token));
        Assert.IsLessThan(2 * AgentJournal.AtOnce, await db.JournalEntries.CountAsync(entry => entry.Kind == JournalKinds.EventSeen, Token));
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Parts_OfFilesThatNobodyAskedFor_AreLoggedOnceAndCounted()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await using var stream = scene.Connect(Token);

        stream.Send([.. Enumerable.Range(1, 200).Select(number => new ConnectRequest
        {
            SpoolId = LinkScene.Spool,
            Sequence = (ulong)number,
            Chunk = new Chunk { CommandId = "00000000-0000-4000-8000-000000000001", Name = $"file-{number}" },
        })]);
        await stream.AcknowledgedAsync(200);
        await stream.CloseAsync();

        Assert.HasCount(1, scene.CommitterLog.Lines);
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var floods = await db.Events.Where(row => row.Kind == EventKinds.AgentFlood).ToListAsync(Token);
        Assert.AreEqual(200, floods.Sum(flood => flood.Count));
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Inventory_OfMoreGpusThanAnyMachineHas_IsRefusedAndTold()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await using var stream = scene.Connect(Token);
        var now = TimeProvider.System.GetUtcNow();

        stream.Send(Inventory(1, now, 2000, "a"), LinkScene.Inventory(2, now));
        await stream.AcknowledgedAsync(1);
        await stream.AcknowledgedAsync(2);

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(LinkScene.GpuUuid, (await db.Gpus.SingleAsync(Token)).Uuid);
        Assert.AreEqual("A message (Inventory) was refused: it names 2000 GPUs, and a Host has at most 64.", (await db.Events.SingleAsync(Token)).Text);
        Assert.AreEqual(2, await db.JournalEntries.CountAsync(Token));
    }

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task Inventory_ThatBringsOtherGpusAgainAndAgain_HasRoomForADay()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await using var stream = scene.Connect(Token);
        var now = TimeProvider.System.GetUtcNow();

        for (var number = 1; number <= 6; number++)
        {
            stream.Send(Inventory((ulong)number, now, MessageBounds.MostGpus, $"{number}"));
            await stream.AcknowledgedAsync((ulong)number);
        }

        await stream.CloseAsync();
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(GpuRoom.MostNewADay, await db.Gpus.CountAsync(Token));
        Assert.IsLessThan(2 * AgentJournal.AtOnce, await db.JournalEntries.CountAsync(Token));
        var counts = string.Join(", ", (await db.Events.Where(row => row.Kind == EventKinds.AgentFlood).ToListAsync(Token)).Select(flood => Counts(flood.Detail)));
        StringAssert.Contains(counts, "GPUs not taken");
        StringAssert.Contains(counts, JournalKinds.InventoryChanged);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task HonestHost_OfSixteenGpusThatAreAllReplaced_HasEachInTheJournal()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await using var stream = scene.Connect(Token);
        var now = TimeProvider.System.GetUtcNow();

        stream.Send(Inventory(1, now, 16, "a"), Inventory(2, now, 16, "b"));
        await stream.AcknowledgedAsync(2);
        await stream.CloseAsync();

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(16 + 16 + 16, await db.JournalEntries.CountAsync(entry => entry.Kind == JournalKinds.InventoryChanged, Token));
        Assert.AreEqual(0, await db.Events.CountAsync(Token));
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Messages_WithTimesAndNumbersThatCannotBe_AreToldAndTheStreamGoesOn()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await using var stream = scene.Connect(Token);
        var now = TimeProvider.System.GetUtcNow();
        var frame = LinkScene.Frame(1, now, 40);
        frame.Frame.At = new Timestamp { Seconds = long.MaxValue };
        var xid = LinkScene.Xid(2, 79, now);
        xid.Event.At = new Timestamp { Seconds = now.ToUnixTimeSeconds(), Nanos = -1 };
        var before = LinkScene.Xid(3, 79, now);
        before.Event.ReadAt = new Timestamp { Seconds = -1 };
        var endless = LinkScene.Xid(ulong.MaxValue, 31, now);

        stream.Send(frame, xid, before, endless, LinkScene.Xid(4, 48, now));
        await stream.AcknowledgedAsync(4);
        await stream.AcknowledgedAsync(1);

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var told = await db.Events.OrderBy(row => row.Sequence).Select(row => row.Kind).ToListAsync(Token);
        Assert.AreEqual("frame_refused message_refused message_refused xid xid", string.Join(' ', told));
        Assert.IsFalse(stream.Run.IsCompleted);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Frames_OfAsManyMinutesAsThereAre_AreStoredOnTheWay()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        await using var stream = scene.Connect(Token);
        var now = TimeProvider.System.GetUtcNow();
        var frames = Enumerable.Range(1, 40).Select(minute => Wide((ulong)minute, now.AddMinutes(minute - 60))).ToArray();

        stream.Send(frames);
        await stream.AcknowledgedAsync(1);
        await stream.AcknowledgedAsync(40);
        await using var stored = scene.Database.DataSource.CreateCommand("select count(*) from gpu_minutes");
        Assert.AreEqual(40L * MessageBounds.MostGpus, await stored.ExecuteScalarAsync(Token));
    }

    private static ConnectRequest Sel(ulong sequence, string host, string dimm, DateTimeOffset at)
    {
        var message = new ConnectRequest
        {
            SpoolId = LinkScene.Spool,
            Sequence = sequence,
            Event = new Event { At = Timestamp.FromDateTimeOffset(at), Kind = EventKinds.BmcSel, Count = 1, Source = "bmc", Host = host, Text = $"{sequence} | Memory #0x53 | Uncorrectable ECC ({dimm}) | Asserted" },
        };
        message.Event.Detail.Add(new Dictionary<string, string>
        {
            ["sensor"] = "Memory #0x53",
            ["what"] = $"Uncorrectable ECC ({dimm})",
            ["direction"] = "Asserted",
            ["dimm"] = dimm,
        });
        return message;
    }

    private static ConnectRequest Wide(ulong sequence, DateTimeOffset at)
    {
        var message = LinkScene.Frame(sequence, at, 40);
        message.Frame.Gpus.Clear();
        message.Frame.Gpus.AddRange(Enumerable.Range(0, MessageBounds.MostGpus).Select(index => new GpuReading { Uuid = Uuid("w", index), TemperatureC = 40 }));
        return message;
    }

    private static ConnectRequest Inventory(ulong sequence, DateTimeOffset at, int gpus, string series)
    {
        var message = LinkScene.Inventory(sequence, at);
        message.Inventory.Gpus.Clear();
        message.Inventory.Gpus.AddRange(Enumerable.Range(0, gpus).Select(index => new GpuInfo
        {
            Uuid = Uuid(series, index),
            Index = (uint)index,
            Name = "NVIDIA H100",
            Serial = $"{series}-{index}",
            PciAddress = $"{index / 256:x8}:{index % 256:x2}:00.0",
        }));
        return message;
    }

    private static string Uuid(string series, int index) => $"GPU-b6c3b2be-c55b-d076-{(int)series[0]:x4}-{index:x12}";

    private static string Counts(string detail) => JsonSerializer.Deserialize<Dictionary<string, string>>(detail)![FloodTeller.Counts];
}
