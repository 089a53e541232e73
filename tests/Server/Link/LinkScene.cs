using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Commands.Delivery;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Fleet.Ownership;
using SovereignFleet.Server.Health;
using SovereignFleet.Server.Health.Monitor;
using SovereignFleet.Server.Health.Rules;
using SovereignFleet.Server.Health.Xids;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Link;
using SovereignFleet.Server.Link.Events;
using SovereignFleet.Server.Link.Gateway;
using SovereignFleet.Server.Link.Heartbeats;
using SovereignFleet.Server.Link.Intake;
using SovereignFleet.Server.Link.Sessions;
using SovereignFleet.Server.Link.Streams;
using SovereignFleet.Server.Telemetry.Storage;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Link;

/// <summary>The whole of Ingest and Health on a real database, with one declared Host; the network is left out.</summary>
internal sealed class LinkScene : IAsyncDisposable
{
    public const string Spool = "5f0c6a1e-0000-4000-8000-000000000001";
    public const string GpuUuid = "GPU-b6c3b2be-c55b-d076-fa0e-d464e4c7e08b";
    private readonly LinkMetrics metrics = new();

    private LinkScene(TestDatabase database, HostIdentity host)
    {
        Database = database;
        Host = host;
        using var services = new ServiceCollection().AddOptions().AddSingleton<XidPolicy>().AddHealthRules().BuildServiceProvider();
        var journal = new AgentJournal(TimeProvider.System);
        Monitor = new HealthMonitor(services.GetServices<IHealthRule>(), database.Contexts, journal, new ConditionRoom(journal, TimeProvider.System), TimeProvider.System, NullLogger<HealthMonitor>.Instance);
        var partitions = new Partitions(database.DataSource, Options.Create(new TelemetryOptions()), TimeProvider.System);
        var book = new GatewayBook(database.Contexts, TimeProvider.System);
        var refusals = new GatewayRefusals(metrics, NullLogger<GatewayRefusals>.Instance);
        var gateway = new GatewayReadings(book, refusals, Heartbeats, [Monitor], database.Contexts, NullLogger<GatewayReadings>.Instance);
        var gpus = new GpuBook(database.Contexts, TimeProvider.System, NullLogger<GpuBook>.Instance);
        var registry = new HostRegistry(TimeProvider.System, Hears.Always(), journal);
        var inboxes = new HostInboxes(
            new MessageCommitter(database.Contexts, registry, gpus, [Monitor], new GatewayEvents(book, refusals, new EventKeeper(new EventShare(TimeProvider.System), journal, TimeProvider.System), journal), new CommandAnswers(journal), CommitterLog),
            new FrameWays(gpus, new BlockStore(database.DataSource, partitions, NullLogger<BlockStore>.Instance), new LiveFrames(Heartbeats, gateway, [Monitor])),
            new FloodTeller(database.Contexts, journal, [Monitor], metrics), metrics, TimeProvider.System, NullLogger<HostInbox>.Instance);
        Sessions = new HostSessionFactory(Streams, inboxes, [Monitor], Options.Create(new LinkOptions()), TimeProvider.System, NullLogger<HostSession>.Instance);
    }

    public TestDatabase Database { get; }
    public HostIdentity Host { get; }
    public HealthMonitor Monitor { get; }
    public HostSessionFactory Sessions { get; }
    public LiveStreams Streams { get; } = new();
    public KeptLog<MessageCommitter> CommitterLog { get; } = new();
    public HeartbeatBoard Heartbeats { get; } = new();

    public static async Task<LinkScene> CreateAsync(CancellationToken cancellationToken)
    {
        var database = await TestDatabase.CreateAsync(cancellationToken);
        await using var db = await database.Contexts.CreateDbContextAsync(cancellationToken);
        db.Add(new Site { Id = "yul1", Name = "Montreal 1", Jurisdiction = "CA", TimeZone = "America/Toronto" });
        var host = new HostIdentity(Guid.NewGuid(), "gpu-yul1-01", "yul1");
        db.Add(new SovereignFleet.Server.Fleet.Host { Id = host.Id, Name = host.Name, SiteId = host.SiteId });
        await db.SaveChangesAsync(cancellationToken);
        return new LinkScene(database, host);
    }

    /// <summary>Declares another Host.</summary>
    /// <param name="heardAt">When its own agent was heard last; null: never.</param>
    public async Task<Guid> DeclareAsync(string name, string site, Guid? gateway, DateTimeOffset? heardAt, CancellationToken cancellationToken)
    {
        await using var db = await Database.Contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Sites.FindAsync([site], cancellationToken) is null)
        {
            db.Add(new Site { Id = site, Name = site, Jurisdiction = "CA", TimeZone = "America/Toronto" });
        }

        var host = new SovereignFleet.Server.Fleet.Host { Id = Guid.NewGuid(), Name = name, SiteId = site, BmcGatewayId = gateway };
        db.Add(host);
        if (heardAt is { } at)
        {
            db.Add(new HostHeartbeat { HostId = host.Id, HeardAt = at });
        }

        await db.SaveChangesAsync(cancellationToken);
        return host.Id;
    }

    /// <summary>Waits for a gateway's next word and writes it.</summary>
    public async Task WriteBmcsAsync(CancellationToken cancellationToken)
    {
        var words = await Until.Async("a gateway tells", _ => Task.FromResult(Heartbeats.TakeBmcs()), words => words.Count > 0, cancellationToken);
        await GatewayBmcTable.WriteAsync(Database.DataSource, words, cancellationToken);
    }

    /// <summary>Opens a stream of the Host.</summary>
    public OpenStream Connect(CancellationToken cancellationToken) =>
        new(this, new Hello { AgentVersion = "test", Now = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow()) }, cancellationToken);

    /// <summary>Opens a stream of the Host that tells its boot.</summary>
    public OpenStream ConnectBooted(string bootId, CancellationToken cancellationToken) =>
        new(this, new Hello { AgentVersion = "test", BootId = bootId, Now = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow()) }, cancellationToken);

    public static ConnectRequest Xid(ulong sequence, int code, DateTimeOffset at, string address = "0000:05:00") => new()
    {
        SpoolId = Spool,
        Sequence = sequence,
        Event = new Event
        {
            At = Timestamp.FromDateTimeOffset(at),
            Kind = "xid",
            Code = code,
            Count = 1,
            PciAddress = address,
            Source = "kernel-log",
            Text = $"NVRM: Xid (PCI:{address}): {code}, pid='<unknown>', name=<unknown>",
        },
    };

    public static ConnectRequest Frame(ulong sequence, DateTimeOffset at, long temperature) => new()
    {
        SpoolId = Spool,
        Sequence = sequence,
        Frame = new Frame
        {
            At = Timestamp.FromDateTimeOffset(at),
            Gpus = { new GpuReading { Uuid = GpuUuid, State = GpuReading.Types.State.Present, TemperatureC = temperature, EccVolatileUncorrected = 0 } },
        },
    };

    public static ConnectRequest Inventory(ulong sequence, DateTimeOffset at) => new()
    {
        SpoolId = Spool,
        Sequence = sequence,
        Inventory = new Inventory
        {
            At = Timestamp.FromDateTimeOffset(at),
            Host = new HostInfo { Hostname = "gpu-yul1-01", BootId = "b" },
            Gpus = { new GpuInfo { Uuid = GpuUuid, Index = 3, Name = "NVIDIA H100", Serial = "165", PciAddress = "00000000:05:00.0" } },
        },
    };

    public async ValueTask DisposeAsync()
    {
        metrics.Dispose();
        await Database.DisposeAsync();
    }
}
