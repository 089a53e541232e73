using System.Security.Cryptography;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Commands.Files;
using SovereignFleet.Server.Journal;
using SovereignFleet.Tests.Server.Link;

namespace SovereignFleet.Tests.Server.Commands;

/// <summary>The files that commands make, on a real database.</summary>
[TestClass]
public sealed class CommandFileTests(TestContext context)
{
    private static readonly byte[] Content = RandomNumberGenerator.GetBytes(700_000);

    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Parts_OutOfOrderAndTwice_MakeOneWholeFile()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var id = await OweAsync(scene, scene.Host.Id);
        await using (var first = scene.Connect(Token))
        {
            first.Send(Part(1, id, 524_288, 700_000));
            first.Send(Part(2, id, 0, 262_144));
            first.Send(Part(3, id, 0, 262_144));
            await first.AcknowledgedAsync(3);
        }

        Assert.AreEqual((CommandFileState.Incomplete, 437_856L), await FileAsync(scene));
        // The rest comes by another stream, and what came before once more.
        await using var second = scene.Connect(Token);
        second.Send(Part(2, id, 0, 262_144));
        second.Send(Part(4, id, 262_144, 524_288));
        await second.AcknowledgedAsync(4);

        Assert.AreEqual((CommandFileState.Complete, 700_000L), await FileAsync(scene));
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var whole = new List<byte>();
        await foreach (var part in CommandFiles.PartsAsync(db, await db.CommandFiles.SingleAsync(Token), Token))
        {
            whole.AddRange(part.Data);
        }

        CollectionAssert.AreEqual(Content, whole);
        Assert.AreEqual(1, await db.JournalEntries.CountAsync(entry => entry.Kind == JournalKinds.CommandFile, Token));
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Parts_OtherBytesThanWereHashed_MakeABrokenFile()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var id = await OweAsync(scene, scene.Host.Id);
        await using var stream = scene.Connect(Token);
        var wrong = Part(1, id, 0, 262_144);
        wrong.Chunk.Size = 262_144;
        stream.Send(wrong);
        await stream.AcknowledgedAsync(1);

        Assert.AreEqual((CommandFileState.Broken, 262_144L), await FileAsync(scene));
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.Contains("came broken", (await db.JournalEntries.SingleAsync(entry => entry.Kind == JournalKinds.CommandFile, Token)).Summary);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Part_OfACommandOfAnotherHost_IsAcknowledgedAndNotKept()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var other = Guid.NewGuid();
        await using (var db = await scene.Database.Contexts.CreateDbContextAsync(Token))
        {
            db.Add(new SovereignFleet.Server.Fleet.Host { Id = other, Name = "gpu-yul1-02", SiteId = "yul1" });
            await db.SaveChangesAsync(Token);
        }

        var id = await OweAsync(scene, other);
        await using var stream = scene.Connect(Token);
        stream.Send(Part(1, id, 0, 262_144));
        await stream.AcknowledgedAsync(1);

        await using var after = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(0, await after.CommandFiles.CountAsync(Token));
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Part_OfTheGatewayThatTheCommandWentTo_IsKept()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var other = Guid.NewGuid();
        await using (var db = await scene.Database.Contexts.CreateDbContextAsync(Token))
        {
            db.Add(new SovereignFleet.Server.Fleet.Host { Id = other, Name = "gpu-yul1-02", SiteId = "yul1" });
            await db.SaveChangesAsync(Token);
        }

        var id = await OweAsync(scene, other);
        await using (var db = await scene.Database.Contexts.CreateDbContextAsync(Token))
        {
            await db.AgentCommands.ExecuteUpdateAsync(set => set.SetProperty(command => command.Via, scene.Host.Id), Token);
        }

        await using var stream = scene.Connect(Token);
        stream.Send(Part(1, id, 0, 262_144));
        await stream.AcknowledgedAsync(1);

        Assert.AreEqual((CommandFileState.Incomplete, 262_144L), await FileAsync(scene));
    }

    [TestMethod]
    [DataRow("", 0UL, 10, 100UL, "empty or too long")]
    [DataRow("../etc/passwd", 0UL, 10, 100UL, "no plain file name")]
    [DataRow(".hidden", 0UL, 10, 100UL, "no plain file name")]
    [DataRow("a\nb", 0UL, 10, 100UL, "no plain file name")]
    [DataRow("a", 0UL, 10, 0UL, "a file of 0 bytes")]
    [DataRow("a", 0UL, 10, 100_000_000UL, "a file of 100000000 bytes")]
    [DataRow("a", 0UL, 0, 100UL, "a part of 0 bytes")]
    [DataRow("a", 0UL, 600_000, 1_000_000UL, "a part of 600000 bytes")]
    [DataRow("a", 95UL, 10, 100UL, "beyond the file's end")]
    [DataRow("a", ulong.MaxValue, 10, 100UL, "beyond the file's end")]
    [DataRow("a", 90UL, 10, 100UL, null)]
    public void WhyRefused_WhateverAnAgentSends_IsBounded(string name, ulong offset, int length, ulong size, string? said)
    {
        var part = new Chunk { Name = name, Offset = offset, Size = size, Data = ByteString.CopyFrom(new byte[length]), Sha256 = ByteString.CopyFrom(new byte[32]) };

        var refusal = PartVerdict.WhyRefused(part, null, 0);

        Assert.AreEqual(said is null, refusal is null);
        Assert.Contains(said ?? "", refusal ?? "");
        Assert.IsNotNull(PartVerdict.WhyRefused(part, null, PartVerdict.MostFiles));
    }

    private async Task<Guid> OweAsync(LinkScene scene, Guid hostId)
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var command = new AgentCommand
        {
            Id = Guid.NewGuid(),
            HostId = hostId,
            Name = "collect-logs",
            Text = "collect-logs",
            Body = new Command { CollectLogs = new CollectLogs() }.ToByteArray(),
            CreatedAt = now,
            ExpiresAt = now.AddMinutes(10),
        };
        db.Add(command);
        await db.SaveChangesAsync(Token);
        return command.Id;
    }

    private async Task<(CommandFileState State, long Received)> FileAsync(LinkScene scene)
    {
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var file = await db.CommandFiles.SingleAsync(Token);
        return (file.State, file.Received);
    }

    private static ConnectRequest Part(ulong sequence, Guid commandId, int from, int to) => new()
    {
        SpoolId = LinkScene.Spool,
        Sequence = sequence,
        Chunk = new Chunk
        {
            CommandId = commandId.ToString(),
            Name = "logs.tar.gz",
            Offset = (ulong)from,
            Data = ByteString.CopyFrom(Content.AsSpan(from, to - from)),
            Size = (ulong)Content.Length,
            Sha256 = ByteString.CopyFrom(SHA256.HashData(Content)),
        },
    };
}
