using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Plan;

namespace SovereignFleet.Server.Service.Proposals;

/// <summary>What makes a Drain, whoever proposes it.</summary>
internal sealed record DrainProposal
{
    public required Fleet.Host Host { get; init; }
    public required string PoolId { get; init; }
    public required DrainCause Cause { get; init; }
    public required string Reason { get; init; }
    /// <summary>As <see cref="Drain.ProposedBy"/>.</summary>
    public required string By { get; init; }
    public required bool Urgent { get; init; }
    public required WorkPlan Plan { get; init; }
    public Guid[] Conditions { get; init; } = [];
    public string? GpuUuid { get; init; }
    public DateTimeOffset? NotBefore { get; init; }
    /// <summary>Who approved it before it was proposed: whoever made the Plan that it is of. Null: a person is to.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>Adds the Drain and the steps of its plan, in the caller's transaction.</summary>
    public async Task<Drain> AddAsync(FleetDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var drain = new Drain
        {
            Id = Guid.CreateVersion7(now),
            HostId = Host.Id,
            GpuUuid = GpuUuid,
            PoolId = PoolId,
            SiteId = Host.SiteId,
            State = ApprovedBy is null ? DrainState.Proposed : DrainState.Approved,
            ApprovedBy = ApprovedBy,
            Cause = Cause,
            Conditions = Conditions,
            Reason = Reason,
            ProposedBy = By,
            Urgent = Urgent,
            ProposedAt = now,
            StateSince = now,
            WakeAt = now,
            NotBefore = NotBefore,
            ExpectedGpus = await db.Gpus.CountAsync(gpu => gpu.HostId == Host.Id && gpu.RemovedAt == null, cancellationToken),
        };
        db.Add(drain);
        db.AddRange(Plan.Steps(drain.Id));
        return drain;
    }
}
