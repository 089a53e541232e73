using Microsoft.Extensions.DependencyInjection;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Identity.People.Accounts;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Work.RemoteHands;
using SovereignFleet.Tests.Support;
using Condition = SovereignFleet.Server.Health.Conditions.Condition;
using ConditionState = SovereignFleet.Server.Health.Conditions.ConditionState;
using Drain = SovereignFleet.Server.Service.Machine.Drain;
using DrainState = SovereignFleet.Server.Service.Machine.DrainState;
using Host = SovereignFleet.Server.Fleet.Host;
using Severity = SovereignFleet.Server.Health.Conditions.Severity;
using Ticket = SovereignFleet.Server.Work.RemoteHands.Ticket;
using TicketState = SovereignFleet.Server.Work.RemoteHands.TicketState;

namespace SovereignFleet.Tests.Server.Api;

/// <summary>The server inside the test, with two Sites, work on a Host in each, and one person of each role.</summary>
internal sealed class ApiScene : IAsyncDisposable
{
    public const string Viewer = "vera";
    public const string Technician = "tom";
    public const string OnCall = "ada";
    public const string Password = "long enough words";
    public const string GpuUuid = "GPU-b6c3b2be-c55b-d076-fa0e-d464e4c7e08b";
    public const string Reference = "SF-2026-0042";
    // The loops leave alone what they are not to wake for.
    private static readonly DateTimeOffset Never = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly Stage stage;

    private ApiScene(Stage stage, TestDatabase database, InProcessServer server) =>
        (this.stage, Database, Server) = (stage, database, server);

    public TestDatabase Database { get; }
    public InProcessServer Server { get; }
    public Host Here { get; } = new() { Id = Guid.NewGuid(), Name = "gpu-yul1-01", SiteId = "yul1", Rack = "B07", U = 12, PoolId = "llm", ServiceState = SovereignFleet.Server.Fleet.ServiceState.InRepair };
    public Host There { get; } = new() { Id = Guid.NewGuid(), Name = "gpu-fra1-01", SiteId = "fra1", Rack = "A01", U = 4, PoolId = "llm", ServiceState = SovereignFleet.Server.Fleet.ServiceState.InRepair };
    public Host Next { get; } = new() { Id = Guid.NewGuid(), Name = "gpu-yul1-02", SiteId = "yul1", Rack = "B07", U = 14, PoolId = "llm" };
    public Guid RepairHere { get; } = Guid.NewGuid();
    public Guid RepairThere { get; } = Guid.NewGuid();
    public Guid Proposed { get; } = Guid.NewGuid();
    public Guid ConditionId { get; } = Guid.NewGuid();

    public static async Task<ApiScene> StartAsync(Action<string> tell, IEnumerable<string> settings, CancellationToken cancellationToken)
    {
        var stage = new Stage(tell);
        var database = stage.Own(await TestDatabase.CreateAsync(cancellationToken));
        var scene = new ApiScene(stage, database, await InProcessServer.StartAsync(stage, database, settings, cancellationToken));
        await scene.DeclareAsync(cancellationToken);
        await scene.EmployAsync();
        return scene;
    }

    /// <summary>Signed in by name and password, over the network.</summary>
    public Task<FleetApi> AsAsync(string name, CancellationToken cancellationToken) =>
        FleetApi.SignInAsync(stage, Server, name, Password, cancellationToken);

    /// <summary>The first administrator, whose password the server wrote.</summary>
    public Task<FleetApi> AsAdministratorAsync(CancellationToken cancellationToken) => FleetApi.SignInAsync(stage, Server, cancellationToken);

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    private async Task DeclareAsync(CancellationToken cancellationToken)
    {
        await using var db = await Database.Contexts.CreateDbContextAsync(cancellationToken);
        var now = TimeProvider.System.GetUtcNow();
        db.AddRange(
            new SovereignFleet.Server.Fleet.Site { Id = "yul1", Name = "Montreal 1", Jurisdiction = "CA", TimeZone = "America/Toronto" },
            new SovereignFleet.Server.Fleet.Site { Id = "fra1", Name = "Frankfurt 1", Jurisdiction = "DE", TimeZone = "Europe/Berlin" },
            new SovereignFleet.Server.Fleet.Pool { Id = "llm", Name = "LLM", Jurisdiction = "CA", Required = 1, Spare = 0, Target = "haproxy", TargetSettings = $$"""{"endpoints":["tcp:127.0.0.1:{{FreePort.Next()}}"],"backend":"be"}""" },
            Here, There, Next,
            new SovereignFleet.Server.Fleet.Gpu { Uuid = GpuUuid, HostId = Here.Id, Index = 3, Model = "H100", Serial = "165", PciAddress = "00000000:05:00.0" },
            Drain(RepairHere, Here, DrainState.Working, now), Drain(RepairThere, There, DrainState.Working, now), Drain(Proposed, Next, DrainState.Proposed, now),
            new Condition { Id = ConditionId, Rule = "gpu-ecc", Code = "ecc-uncorrected", HostId = Here.Id, GpuUuid = GpuUuid, State = ConditionState.Firing, Severity = Severity.Critical, Sentence = "GPU 3 lost data.", Action = "Replace it.", Count = 1, Since = now, LastFoundAt = now, FiredAt = now },
            new Ticket { Id = Guid.NewGuid(), Reference = Reference, DrainId = RepairHere, Kind = TicketOpener.Repair, HostId = Here.Id, SiteId = "yul1", Provider = "email", State = TicketState.Sent, Subject = "Replace GPU 3", Body = "Rack B07", CreatedAt = now });
        await db.SaveChangesAsync(cancellationToken);
    }

    private static Drain Drain(Guid id, Host host, DrainState state, DateTimeOffset now) => new()
    {
        Id = id,
        HostId = host.Id,
        PoolId = "llm",
        SiteId = host.SiteId,
        State = state,
        Cause = DrainCause.Fault,
        Reason = "GPU 3 lost data.",
        ProposedBy = "system",
        ProposedAt = now,
        StateSince = now,
        WakeAt = Never,
        ExpectedGpus = 1,
    };

    private async Task EmployAsync()
    {
        await using var scope = Server.Services.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<PersonDirectory>();
        await people.CreateAsync(Viewer, Role.Viewer, null, Password, mustChangePassword: false, "person:admin");
        await people.CreateAsync(Technician, Role.Technician, "yul1", Password, mustChangePassword: false, "person:admin");
        await people.CreateAsync(OnCall, Role.OnCall, null, Password, mustChangePassword: false, "person:admin");
    }
}
