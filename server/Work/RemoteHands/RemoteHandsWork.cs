using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Work.RemoteHands.Locator;

namespace SovereignFleet.Server.Work.RemoteHands;

/// <summary>A technician comes: a ticket at the Site's provider, and the locator light at the machine. It ends when a person says that the
/// work is done.</summary>
internal sealed class RemoteHandsWork(TicketOpener tickets, TimeProvider time) : IWork
{
    public WorkKind Kind => WorkKind.RemoteHands;

    public string Name => "remote hands";

    public WorkOffer Offer { get; } = new("Remote hands", "A ticket at the site's provider and the locator light. It ends when somebody says that the work is done.");

    public bool IsByPerson => true;

    public async Task<WorkReference?> BeginAsync(WorkStep step, FleetDb db, CancellationToken cancellationToken)
    {
        var drain = await DrainAsync(step, db, cancellationToken);
        var ticket = await tickets.OpenAsync(drain, db, cancellationToken);
        if (!await LocatorLight.IsOrderedAsync(db, drain.Id, cancellationToken))
        {
            await LocatorLight.OweAsync(db, drain.HostId, drain.Id, on: true, time.GetUtcNow(), cancellationToken);
        }

        return new WorkReference(ticket.Id, ticket.Reference);
    }

    public async Task<WorkReading> ObserveAsync(WorkStep step, FleetDb db, CancellationToken cancellationToken)
    {
        if (step.DoneBy is { } person)
        {
            return new WorkReading(WorkProgress.Done, $"{person} says that the work is done");
        }

        var ticket = await db.Tickets.AsNoTracking().SingleOrDefaultAsync(row => row.Id == step.ReferenceId, cancellationToken);
        return new WorkReading(WorkProgress.UnderWay, ticket is { State: TicketState.Rejected }
            ? $"a person: {ticket.Provider} refused the ticket {ticket.Reference}, and nobody was called: {ticket.LastError}"
            : "remote hands: the work is to be marked as done");
    }

    // The person's word is the proof of the work; that the Host is well is proven after the plan.
    public Task<string?> ProveAsync(WorkStep step, FleetDb db, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public async Task EndAsync(WorkStep step, FleetDb db, CancellationToken cancellationToken)
    {
        var drain = await DrainAsync(step, db, cancellationToken);
        // A cancelled drain calls off twice: when the work ends, and when the host is back.
        if (await tickets.CloseAsync(drain, db, cancellationToken))
        {
            await LocatorLight.OweAsync(db, drain.HostId, drain.Id, on: false, time.GetUtcNow(), cancellationToken);
        }
    }

    public async Task StopAsync(WorkStep step, string traffic, FleetDb db, CancellationToken cancellationToken) =>
        await tickets.StopAsync(await DrainAsync(step, db, cancellationToken), traffic, db, cancellationToken);

    /// <summary>As the transaction at hand has it.</summary>
    private static async Task<Drain> DrainAsync(WorkStep step, FleetDb db, CancellationToken cancellationToken) =>
        await db.Drains.FindAsync([step.DrainId], cancellationToken)
            ?? throw new InvalidOperationException($"A step of the drain {step.DrainId}, which does not exist.");
}
