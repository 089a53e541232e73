using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Service.Plan;

/// <summary>One kind of work on a Host that is out of service. Every verb is idempotent and keeps to the database: what reaches the world
/// goes by the outbox or as a command to the agent, which have their own time-outs, so no verb holds up the Drain's step. Begin and end run
/// in the transaction that holds the Drain's row and is fenced by its epoch; who calls writes the Journal.</summary>
internal interface IWork
{
    WorkKind Kind { get; }

    /// <summary>In the middle of a sentence: "remote hands".</summary>
    string Name { get; }

    /// <summary>A person does it, and a person's word ends it. Otherwise it ends by its own proof.</summary>
    bool IsByPerson => false;

    WorkOffer Offer { get; }

    /// <summary>Why it cannot be planned for that Host; null: it can. Pure. That a target is there only where the offer asks for one, the
    /// caller has seen to.</summary>
    string? WhyNot(string? target, WorkRequest request) => null;

    /// <summary>Owes all that starts the work, in the caller's transaction.</summary>
    /// <returns>What it is found by; null: nothing.</returns>
    Task<WorkReference?> BeginAsync(WorkStep step, FleetDb db, CancellationToken cancellationToken);

    /// <summary>Reads how far it is. Changes nothing.</summary>
    Task<WorkReading> ObserveAsync(WorkStep step, FleetDb db, CancellationToken cancellationToken);

    /// <summary>What still speaks against a work that is said to be done; null: proven. Changes nothing. Asked too where the work failed and a
    /// person did it by hand: it is about what is true of the Host, not about who did it. Whether the whole Host is well the Drain proves after
    /// its plan.</summary>
    Task<string?> ProveAsync(WorkStep step, FleetDb db, CancellationToken cancellationToken);

    /// <summary>Traffic came to the Host while the work is under way: whoever is at it is told, in the caller's transaction.</summary>
    Task StopAsync(WorkStep step, string traffic, FleetDb db, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The Drain is over, or its work is broken off: whatever the work still has under way is called off, in the caller's transaction.</summary>
    Task EndAsync(WorkStep step, FleetDb db, CancellationToken cancellationToken);
}

/// <summary>What a begun work is found by.</summary>
/// <param name="Id">The row's id.</param>
/// <param name="Quoted">What a person quotes: "SF-2026-0042".</param>
internal sealed record WorkReference(Guid Id, string Quoted)
{
    /// <summary>As <see cref="WorkStep.BootBefore"/>.</summary>
    public string? BootBefore { get; init; }
}
