using Microsoft.EntityFrameworkCore;
using Npgsql;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.History;
using SovereignFleet.Server.Service.Loop;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Service.Proposals;

namespace SovereignFleet.Server.Service.Requests;

/// <summary>What a person may do to a Drain. Each request commits with the person's name in the Journal; the reconciler does the
/// rest. A refusal is a value, with a sentence for the person.</summary>
internal sealed class DrainRequests(IDbContextFactory<FleetDb> contexts, Works works, TimeProvider time)
{
    public async Task<DrainReply> ProposeAsync(PersonsProposal asked, string person, CancellationToken cancellationToken)
    {
        var (hostName, reason, plan) = (asked.HostName, asked.Reason, asked.Plan);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var host = await db.Hosts.AsNoTracking().SingleOrDefaultAsync(row => row.Name == hostName, cancellationToken);
        if (host is null)
        {
            return DrainReply.NotFound($"there is no host {hostName}");
        }

        if (host.PoolId is null)
        {
            return DrainReply.Refused($"{hostName} is in no pool: there is nothing to drain it from");
        }

        var gpus = await db.Gpus.Where(gpu => gpu.HostId == host.Id && gpu.RemovedAt == null).Select(gpu => gpu.Uuid).ToListAsync(cancellationToken);
        if (works.WhyNot(plan, new WorkRequest(host.Name, gpus, reason)) is { } refusal)
        {
            return DrainReply.Refused(refusal);
        }

        var now = time.GetUtcNow();
        var proposal = new DrainProposal
        {
            Host = host,
            PoolId = host.PoolId,
            Cause = DrainCause.PlannedMaintenance,
            Reason = reason,
            By = person,
            Urgent = asked.Urgent,
            Plan = plan,
            NotBefore = asked.NotBefore,
        };
        var drain = await proposal.AddAsync(db, now, cancellationToken);
        Record(db, drain, person, null, $"Proposed: {reason}");
        return await SaveNewAsync(db, drain, hostName, cancellationToken);
    }

    private static async Task<DrainReply> SaveNewAsync(FleetDb db, Drain drain, string hostName, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return DrainReply.Done(drain);
        }
        catch (DbUpdateException error) when (error.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return DrainReply.Refused($"{hostName} has a live drain already");
        }
    }

    /// <summary>A proposed Drain may begin.</summary>
    public Task<DrainReply> ApproveAsync(Guid id, string person, CancellationToken cancellationToken) =>
        ChangeAsync(id, person, (drain, _) =>
        {
            if (drain.State != DrainState.Proposed)
            {
                return ("", NotNow(drain, "only a proposed one can be approved"));
            }

            (drain.State, drain.StateSince, drain.ApprovedBy) = (DrainState.Approved, time.GetUtcNow(), person);
            return ("Approved", null);
        }, cancellationToken);

    /// <summary>The person vouches that the Host of an overdue Drain is empty.</summary>
    public Task<DrainReply> VouchAsync(Guid id, string person, CancellationToken cancellationToken) =>
        ChangeAsync(id, person, (drain, _) =>
        {
            if (drain.State != DrainState.Overdue)
            {
                return ("", NotNow(drain, "only of an overdue one can a person vouch that its host is empty"));
            }

            drain.OverrideBy = person;
            return ("vouches that the overdue host is empty; it goes on when the target has no sessions on it", null);
        }, cancellationToken);

    /// <summary>The limit on predicted Drains does not hold this one. The Pool's requirement holds whoever asks.</summary>
    public Task<DrainReply> LiftBrakeAsync(Guid id, string person, CancellationToken cancellationToken) =>
        ChangeAsync(id, person, (drain, _) =>
        {
            if (!IsBraked(drain))
            {
                return ("", NotNow(drain, "the limit on predicted drains is lifted only for a blocked one of a prediction"));
            }

            drain.OverrideBy = person;
            return ("lets it go past the limit on predicted drains, as far as the pool can spare the host", null);
        }, cancellationToken);

    /// <summary>Undoes the Drain, whatever its state.</summary>
    /// <param name="asItIs">The Host goes back without proof: a person says so.</param>
    public Task<DrainReply> CancelAsync(Guid id, string reason, bool asItIs, string person, CancellationToken cancellationToken) =>
        ChangeAsync(id, person, (drain, _) =>
        {
            if (DrainMachine.Final.Contains(drain.State))
            {
                return ("", DrainReply.Refused($"the drain is {drain.State} already"));
            }

            (drain.CancelRequested, drain.CancelRequestedAt, drain.CancelledBy) = (true, drain.CancelRequestedAt ?? time.GetUtcNow(), person);
            drain.ReturnAsItIs |= asItIs;
            return ($"asked to cancel{(asItIs ? ", and returns the host as it is" : "")}: {reason}", null);
        }, cancellationToken);

    /// <param name="siteId">The person's Site where the person may act in one only; null: everywhere.</param>
    /// <param name="ordinal">The work that is meant; 0: the one at hand.</param>
    public Task<DrainReply> MarkWorkDoneAsync(
        Guid id, string note, string person, string? siteId, int ordinal, CancellationToken cancellationToken) =>
        ChangeAsync(id, person, (drain, step) =>
        {
            if (siteId is not null && drain.SiteId != siteId)
            {
                return ("", DrainReply.Forbidden($"the drain is in {drain.SiteId}; {person} works in {siteId}"));
            }

            if (drain.State is not (DrainState.Working or DrainState.Validating))
            {
                return ("", NotNow(drain, "work is marked as done while it is done or the host is watched"));
            }

            // Work is left of a repair that was broken off. Who says that the host is mended all the same makes it a repair, proven as one.
            var isBrokenOff = drain.State == DrainState.Validating && step is not null;
            if (isBrokenOff)
            {
                (drain.CancelRequested, drain.CancelRequestedAt, drain.CancelledBy, step) = (false, null, null, null);
            }
            else if (PersonsWord.WhyNot(step, works, ordinal) is { } refusal)
            {
                return ("", DrainReply.Refused($"the drain is {drain.State}: {refusal}"));
            }

            drain.RepairedBy = person;
            return (Take(drain, step, person) + note, null);
        }, cancellationToken);

    /// <returns>What the Journal says of it, before the person's note.</returns>
    private string Take(Drain drain, WorkStep? step, string person)
    {
        if (step is null)
        {
            // A repair that was not proven is made again: what was found before counts as mended, and the watch begins anew.
            drain.StateSince = drain.State == DrainState.Validating ? time.GetUtcNow() : drain.StateSince;
            return "work is done: ";
        }

        step.DoneBy = person;
        return $"{works.TitleOf(step)}, {(step.State == WorkStepState.Failed ? "had failed and is done by hand" : "is done")}: ";
    }

    private static bool IsBraked(Drain drain) => drain.State == DrainState.Blocked && drain.Cause == DrainCause.Prediction;

    private static DrainReply NotNow(Drain drain, string rule) => DrainReply.Refused($"the drain is {drain.State}: {rule}; {Possible(drain)}");

    private static string Possible(Drain drain) => drain.State switch
    {
        DrainState.Proposed => "approve or cancel it",
        DrainState.Overdue => "vouch that its host is empty, or cancel it",
        DrainState.Blocked when IsBraked(drain) => "lift the limit on predicted drains, or cancel it",
        DrainState.Working or DrainState.Validating => "mark the work as done, or cancel it",
        var state when DrainMachine.Final.Contains(state) => "it is over, and another can be proposed",
        _ => "wait for it, or cancel it",
    };

    private async Task<DrainReply> ChangeAsync(
        Guid id, string person, Func<Drain, WorkStep?, (string Did, DrainReply? Refusal)> change, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var drain = (await db.Drains.FromSql($"SELECT d.*, d.xmin FROM drains d WHERE d.id = {id} FOR UPDATE")
            .ToListAsync(cancellationToken)).SingleOrDefault();
        if (drain is null)
        {
            return DrainReply.NotFound($"there is no drain {id}");
        }

        var from = drain.State;
        var step = await PlanReader.Left(db.WorkSteps, drain.Id).FirstOrDefaultAsync(cancellationToken);
        var (did, refusal) = change(drain, step);
        if (refusal is not null)
        {
            return refusal;
        }

        drain.WakeAt = time.GetUtcNow();
        Record(db, drain, person, from, did);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return DrainReply.Done(drain);
    }

    private void Record(FleetDb db, Drain drain, string person, DrainState? from, string text)
    {
        var now = time.GetUtcNow();
        if (from != drain.State)
        {
            DrainHistory.Moved(db, drain, from, person, text, text, now);
        }
        else
        {
            DrainHistory.Told(db, drain, JournalKinds.DrainEffect, person, text, now);
        }
    }
}
