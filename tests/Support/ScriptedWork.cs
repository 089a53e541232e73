using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Loop;
using SovereignFleet.Server.Service.Plan;

namespace SovereignFleet.Tests.Support;

/// <summary>A work that does what a test says, and counts what it is asked.</summary>
internal sealed class ScriptedWork(WorkKind kind) : IWork
{
    public WorkKind Kind => kind;
    public string Name => $"scripted {kind}";
    public WorkOffer Offer { get; } = new($"Scripted {kind}", "It does what a test says.");
    public bool IsByPerson { get; init; }
    public int Begun { get; private set; }
    public int Ended { get; private set; }
    public WorkReading Reading { get; set; } = new(WorkProgress.UnderWay, "it is under way");
    public string? Unproven { get; set; }

    public Task<WorkReference?> BeginAsync(WorkStep step, FleetDb db, CancellationToken cancellationToken)
    {
        Begun++;
        return Task.FromResult<WorkReference?>(new WorkReference(Guid.NewGuid(), $"{kind}-{step.Ordinal}"));
    }

    public Task<WorkReading> ObserveAsync(WorkStep step, FleetDb db, CancellationToken cancellationToken) => Task.FromResult(Reading);

    public Task<string?> ProveAsync(WorkStep step, FleetDb db, CancellationToken cancellationToken) => Task.FromResult(Unproven);

    /// <summary>It is done, and the worker looks at it and at what comes next.</summary>
    public async Task SaysDoneAsync(DrainStage stage, DrainReconciler worker, CancellationToken cancellationToken)
    {
        Reading = new(WorkProgress.Done, "it is done");
        await stage.TickAsync(worker, cancellationToken);
    }

    public Task EndAsync(WorkStep step, FleetDb db, CancellationToken cancellationToken)
    {
        Ended++;
        return Task.CompletedTask;
    }
}
