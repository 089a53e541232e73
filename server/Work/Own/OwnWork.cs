using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Plan;

namespace SovereignFleet.Server.Work.Own;

/// <summary>Whoever proposed the Drain does the work: nobody is called, no ticket is opened, no light is lit. It ends when a person says so.</summary>
internal sealed class OwnWork : IWork
{
    public WorkKind Kind => WorkKind.OwnWork;

    public string Name => "own work";

    public WorkOffer Offer { get; } = new("My own work", "Nobody is called: no ticket, no light. It ends when you say that it is done.");

    public bool IsByPerson => true;

    public Task<WorkReference?> BeginAsync(WorkStep step, FleetDb db, CancellationToken cancellationToken) =>
        Task.FromResult<WorkReference?>(null);

    public Task<WorkReading> ObserveAsync(WorkStep step, FleetDb db, CancellationToken cancellationToken) => Task.FromResult(step.DoneBy is { } person
        ? new WorkReading(WorkProgress.Done, $"{person} says that the work is done")
        : new WorkReading(WorkProgress.UnderWay, "your own work: it is to be marked as done"));

    // The person's word is the proof of the work; that the Host is well is proven after the plan.
    public Task<string?> ProveAsync(WorkStep step, FleetDb db, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public Task EndAsync(WorkStep step, FleetDb db, CancellationToken cancellationToken) => Task.CompletedTask;
}
