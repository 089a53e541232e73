using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SovereignFleet.Server.Plans.Machine;
using SovereignFleet.Server.Service.Requests;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Server.Plans.Requests;

/// <summary>Plans and wishes as the API has them.</summary>
internal static class PlanMapper
{
    public static PlanWish FromWire(Wire.PlanDraft? draft)
    {
        draft ??= new Wire.PlanDraft();
        var (chosen, limits) = (draft.Selection ?? new Wire.PlanSelection(), draft.Limits ?? new Wire.PlanLimits());
        return new PlanWish
        {
            Selection = new HostSelection(
                [.. chosen.HostNames.Distinct()], chosen.SiteId.Trim(), chosen.Rack.Trim(), chosen.PoolId.Trim(), chosen.GpuModel.Trim(), chosen.DriverVersion.Trim()),
            // A Drain without works is remote hands; many technicians are called by nobody's silence.
            Works = draft.Works.Count == 0 ? new([]) : WorkKinds.PlanOf(draft.Works),
            Start = FromWire(draft.Start),
            NotBefore = draft.NotBefore?.ToDateTimeOffset(),
            EndsAt = draft.EndsAt?.ToDateTimeOffset(),
            AtOnce = limits.AtOnce,
            PerPool = limits.PerPool,
            PerRack = limits.PerRack,
            Failures = limits.Failures,
            Reason = draft.Reason,
        };
    }

    /// <param name="isWhole">Whoever asks may know of all its Hosts: what is told of the Plan names some.</param>
    public static Wire.Plan Map(Plan plan, IEnumerable<Wire.PlanHost> hosts, bool isWhole) => new()
    {
        Id = plan.Id.ToString(),
        Reason = plan.Reason,
        State = ToWire(plan.State),
        StateSince = Timestamp.FromDateTimeOffset(plan.StateSince),
        StateBy = plan.StateBy,
        WaitingFor = isWhole ? plan.WaitingFor : "",
        Works = { PlanWorks.Read(plan).Works.Select(work => new Wire.PlannedWork { Kind = WorkKinds.ToWire(work.Kind), Target = work.Target ?? "" }) },
        Start = ToWire(plan.Start),
        NotBefore = ToWire(plan.NotBefore),
        EndsAt = ToWire(plan.EndsAt),
        Limits = new Wire.PlanLimits
        {
            AtOnce = (uint)plan.AtOnce,
            PerPool = (uint)(plan.PerPool ?? 0),
            PerRack = (uint)(plan.PerRack ?? 0),
            Failures = (uint)plan.Failures,
        },
        CreatedBy = plan.CreatedBy,
        CreatedAt = Timestamp.FromDateTimeOffset(plan.CreatedAt),
        Hosts = { hosts },
        Revision = (uint)plan.Revision,
    };

    public static Wire.PlanState ToWire(PlanState state) => state switch
    {
        PlanState.Running => Wire.PlanState.Running,
        PlanState.Paused => Wire.PlanState.Paused,
        PlanState.Stopping => Wire.PlanState.Stopping,
        PlanState.Stopped => Wire.PlanState.Stopped,
        PlanState.Finished => Wire.PlanState.Finished,
        PlanState.Ended => Wire.PlanState.Ended,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "There is no such state of a plan."),
    };

    public static Wire.PlanHostState ToWire(PlanHostState state) => state switch
    {
        PlanHostState.Waiting => Wire.PlanHostState.Waiting,
        PlanHostState.Running => Wire.PlanHostState.Running,
        PlanHostState.Done => Wire.PlanHostState.Done,
        PlanHostState.Failed => Wire.PlanHostState.Failed,
        PlanHostState.Skipped => Wire.PlanHostState.Skipped,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "There is no such state of a plan's host."),
    };

    public static Wire.PlanStart ToWire(PlanStart start) => start switch
    {
        PlanStart.Now => Wire.PlanStart.Now,
        PlanStart.Window => Wire.PlanStart.Window,
        PlanStart.Date => Wire.PlanStart.Date,
        _ => throw new ArgumentOutOfRangeException(nameof(start), start, "There is no such start of a plan."),
    };

    public static Timestamp? ToWire(DateTimeOffset? at) => at is { } time ? Timestamp.FromDateTimeOffset(time) : null;

    /// <summary>Null: not said.</summary>
    private static PlanStart? FromWire(Wire.PlanStart start) => start switch
    {
        Wire.PlanStart.Unspecified => null,
        Wire.PlanStart.Now => PlanStart.Now,
        Wire.PlanStart.Window => PlanStart.Window,
        Wire.PlanStart.Date => PlanStart.Date,
        _ => throw new RpcException(new Status(StatusCode.InvalidArgument, $"start: {start} is no start of a plan.")),
    };
}
