using CsCheck;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Link.Events;
using SovereignFleet.Server.Link.Heartbeats;
using SovereignFleet.Server.Prediction;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Link;

/// <summary>Whatever an agent sends: of a Host that it is not, nothing changes and nothing is added.</summary>
[TestClass]
public sealed class NobodyElsesGpuTests
{
    private const string Victim = "gpu-fra1-01";
    private const int Batches = 40;

    /// <summary>The victim's, in all spellings; the sender's own; one that nobody has; and what is none.</summary>
    private static readonly string[] Uuids =
        [Of(1), Of(2), Of(1).ToUpperInvariant(), Of(2).ToLowerInvariant(), LinkScene.GpuUuid, "GPU-00000000-0000-4000-8000-0000000000ff", "", "GPU-\0", new string('g', 90)];

    private static readonly string[] Kinds = [EventKinds.Xid, EventKinds.FallenOffBus, EventKinds.EccUncorrected, EventKinds.RowRemapFailure, EventKinds.RecoveryAction, EventKinds.GpuReset, EventKinds.BmcSel];

    /// <summary>All that is kept of a Host; of the first six, what names a GPU.</summary>
    private static readonly string[] Tables =
        ["gpus", "conditions", "risks", "gpu_minutes", "events", "journal", "host_heartbeats", "agent_commands", "gateway_bmcs", "drains", "alerts"];

    private static readonly Guid CommandId = Guid.NewGuid();

    private static readonly Gen<string> Uuid = OneOf(Uuids);

    private static readonly Gen<ConnectRequest> Frames = Gen.Select(Uuid.Array[0, 4], Gen.Int[0, 7200], Gen.Bool).Select((uuids, ago, gateway) => new ConnectRequest
    {
        Frame = new Frame
        {
            At = Ago(ago > 3600 ? 0 : ago),
            Gpus = { uuids.Select(uuid => new GpuReading { Uuid = uuid, State = GpuReading.Types.State.Present, TemperatureC = 199, RowRemapFailure = 1, EccVolatileUncorrected = ago }) },
            Gateway = { gateway ? [new GatewayReading { Host = Victim, Bmc = new BmcReading { PowerOn = false } }] : Array.Empty<GatewayReading>() },
        },
    });

    private static readonly Gen<ConnectRequest> Events = Gen.Select(Uuid, OneOf(Kinds), Gen.Int[13, 79], OneOf("", Victim), OneOf("", "0000:05:00"))
        .Select((uuid, kind, code, host, address) => new ConnectRequest
        {
            Event = new Event { At = Ago(code), Kind = kind, GpuUuid = uuid, Code = code, Count = 1, Host = host, PciAddress = address, Source = "kernel-log", Text = "forged" },
        });

    private static readonly Gen<ConnectRequest> Inventories = Uuid.Array[0, 4].Select(uuids => new ConnectRequest
    {
        Inventory = new Inventory
        {
            At = Ago(0),
            Host = new HostInfo { Hostname = Victim, BootId = "forged" },
            Gpus = { uuids.Select((uuid, index) => new GpuInfo { Uuid = uuid, Index = (uint)index, Name = "STOLEN", Serial = "forged", PciAddress = $"00000000:0{index + 4}:00.0" }) },
        },
    });

    private static readonly Gen<ConnectRequest> Answers = Gen.Bool.Select(done => new ConnectRequest
    {
        Result = new CommandResult { CommandId = CommandId.ToString(), Outcome = done ? CommandResult.Types.Outcome.Done : CommandResult.Types.Outcome.Failed, Text = "forged", At = Ago(0) },
    });

    private static readonly Gen<ConnectRequest> Files = Gen.Byte.Array[1, 20].Select(bytes => new ConnectRequest
    {
        Chunk = new Chunk { CommandId = CommandId.ToString(), Name = "logs.tar", Data = ByteString.CopyFrom(bytes), Size = (ulong)bytes.Length },
    });

    private static readonly Gen<ConnectRequest[]> Batch = Gen.Frequency((4, Frames), (4, Events), (2, Inventories), (1, Answers), (1, Files)).Array[1, 12];

    public required TestContext TestContext { get; init; }

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(180_000, CooperativeCancellation = true)]
    public async Task AnyMessages_OfOneHost_ChangeNothingOfAnother()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        var victim = await DeclareVictimAsync(scene);
        var before = await KeptAsync(scene, victim);
        using var writer = new HeartbeatWriter(scene.Heartbeats, Hears.Always(), scene.Database.DataSource, new DatabaseReady(), TimeProvider.System, NullLogger<HeartbeatWriter>.Instance);
        var sequence = 0UL;

        await Batch.SampleAsync(
            async batch =>
            {
                await using (var stream = scene.Connect(Token))
                {
                    // What stays open is stored when the stream ends.
                    stream.Send([.. batch.Select(message => Numbered(message, ++sequence)), Numbered(Own(), ++sequence), Numbered(Own(), ++sequence)]);
                    await stream.AcknowledgedAsync(sequence);
                }

                await writer.WriteAsync(scene.Heartbeats.Take(), Token);
                Assert.AreEqual(before, await KeptAsync(scene, victim));
                Assert.AreEqual("", await NamedByOthersAsync(scene, victim));
            },
            iter: Batches,
            threads: 1);

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        Assert.IsTrue(await db.Conditions.AnyAsync(row => row.Rule == "gpu-claimed" && row.HostId == scene.Host.Id, Token), "the claims were told");
        Assert.IsTrue(await db.Events.AnyAsync(row => row.Kind == EventKinds.Xid && row.GpuUuid == null && row.HostId == scene.Host.Id, Token), "the Events were kept, and are the sender's");
    }

    private static Gen<string> OneOf(params string[] words) => Gen.Int[0, words.Length - 1].Select(index => words[index]);

    private static string Of(int number) => $"GPU-00000000-0000-4000-8000-0000000fa{number:000}";

    private static Timestamp Ago(int seconds) => Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow().AddSeconds(-seconds));

    private static ConnectRequest Own() => LinkScene.Xid(0, 13, TimeProvider.System.GetUtcNow());

    // A batch that fails is tried again, smaller: what it sends is its own.
    private static ConnectRequest Numbered(ConnectRequest message, ulong sequence) => new(message) { SpoolId = LinkScene.Spool, Sequence = sequence };

    private async Task<Guid> DeclareVictimAsync(LinkScene scene)
    {
        // Heard for as long as the test runs.
        var now = TimeProvider.System.GetUtcNow();
        var victim = await scene.DeclareAsync(Victim, "fra1", null, now.AddHours(1), Token);
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        (await db.Hosts.SingleAsync(row => row.Id == victim, Token)).Inventory =
            new Inventory { Gpus = { new GpuInfo { Uuid = Of(1) }, new GpuInfo { Uuid = Of(2) } } }.ToByteArray();
        db.AddRange(Enumerable.Range(1, 2).Select(number => new Gpu { Uuid = Of(number), HostId = victim, Index = number, Serial = "165", PciAddress = $"00000000:0{number + 4}:00.0" }));
        db.Add(new Risk { GpuUuid = Of(1), HostId = victim, Probability24h = 0.001 });
        db.Add(new Condition { Id = Guid.NewGuid(), Rule = "gpu-lost", Code = "gpu-lost", HostId = victim, GpuUuid = Of(1), State = ConditionState.Firing, Sentence = "s", Action = "a", Since = now });
        db.Add(new StoredEvent { HostId = victim, SpoolId = "its own", Sequence = 1, At = now, ReceivedAt = now, Kind = EventKinds.Xid, GpuUuid = Of(1), Code = 13, Count = 1, Source = "kernel-log", Text = "" });
        db.Add(new AgentCommand
        {
            Id = CommandId,
            HostId = victim,
            Body = new Command { CollectLogs = new CollectLogs() }.ToByteArray(),
            Name = "collect-logs",
            Text = "collect logs",
            CreatedAt = now,
            ExpiresAt = now.AddHours(1),
            State = CommandState.Sent,
        });
        await db.SaveChangesAsync(Token);
        return victim;
    }

    private async Task<string> KeptAsync(LinkScene scene, Guid hostId)
    {
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var host = await db.Hosts.AsNoTracking().SingleAsync(row => row.Id == hostId, Token);
        var rows = await Task.WhenAll(Tables.Select(table => TextAsync(
            scene, $"SELECT '{table}: ' || coalesce(string_agg(row_to_json(kept)::text, E'\\n' ORDER BY kept::text), '') FROM {table} kept WHERE host_id = $1", hostId)));
        return string.Join('\n', [$"{host.Name} {host.BootId} {host.InventoryAt} {Convert.ToHexString(host.Inventory!)}", .. rows]);
    }

    /// <summary>Where another Host's rows bear the name of one of its GPUs.</summary>
    private async Task<string> NamedByOthersAsync(LinkScene scene, Guid hostId)
    {
        var rows = await Task.WhenAll(Tables.Take(6).Select(table => (table, uuid: table == "gpus" ? "uuid" : "gpu_uuid")).Select(place => TextAsync(
            scene,
            $"SELECT coalesce(string_agg('{place.table} ' || {place.uuid}, ', '), '') FROM {place.table} WHERE host_id <> $1 AND lower({place.uuid}) IN (SELECT lower(uuid) FROM gpus WHERE host_id = $1)",
            hostId)));
        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        var last = (await db.Heartbeats.AsNoTracking().SingleOrDefaultAsync(row => row.HostId == scene.Host.Id, Token))?.Frame;
        var read = last is null ? [] : Frame.Parser.ParseFrom(last).Gpus.Select(reading => reading.Uuid).Where(uuid => uuid == Of(1) || uuid == Of(2));
        return string.Join("", rows.Concat(read));
    }

    private async Task<string> TextAsync(LinkScene scene, string sql, Guid hostId)
    {
        await using var command = scene.Database.DataSource.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter { Value = hostId });
        return (string)(await command.ExecuteScalarAsync(Token))!;
    }
}
