using Microsoft.Extensions.Options;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;

namespace SovereignFleet.Server.Health.Xids;

/// <summary>Decides what follows from an XID: NVIDIA's immediate action, our decisions where the sources disagree, and last the fleet's own.</summary>
internal sealed class XidPolicy(IOptions<XidOptions> options)
{
    /// <summary>Where NVIDIA's catalogue and leptonai/gpud disagree, or the bucket alone says too little.</summary>
    private static readonly Dictionary<int, XidJudgement> Decided = new()
    {
        // A row was remapped, as it should be: what is still to do, row-remap-pending says. gpud calls it fatal.
        [63] = XidJudgement.Nothing,
        // The remap failed: no reset brings the row back. NVIDIA's criterion for a return (RMA), as the flag that row-remap-failure reads.
        [64] = XidJudgement.Replace,
        // NVIDIA says restart. A GPU that has left the bus often has a bad connector or riser: whoever stands before it reseats it.
        [79] = XidJudgement.Restart with { Remedy = RemedyKind.Reseat, Action = "Drain the Host now and have the GPU reseated." },
        // Corrected errors: a sign, no fault.
        [92] = XidJudgement.Watch,
        // Contained: only the program that used the memory died. The reset that the remap needs can wait for a Window. gpud never escalates it.
        [94] = XidJudgement.ResetLater,
        // NVIDIA says reset, gpud says nothing: the channel hangs, and so does whoever waits for it.
        [109] = XidJudgement.Reset,
        // NVIDIA ignores it, gpud calls it fatal: corrected by the link itself.
        [121] = XidJudgement.Watch,
        // One link did not train; the traffic takes the others, slower.
        [136] = XidJudgement.ResetLater,
        // Of the deep-learning accelerator, which no GPU of a data centre has: the catalogue ignores them.
        [152] = XidJudgement.Nothing,
        [153] = XidJudgement.Nothing,
        // Follows the resource that was retired; the retirement takes effect with a reset that is in no hurry.
        [156] = XidJudgement.ResetLater,
    };

    public XidJudgement Judge(Xid xid, XidDetail told)
    {
        var ours = Following(xid.Code, told) ?? NvLinkPolicy.Judge(xid.Code, told) ?? Decided.GetValueOrDefault(xid.Code) ?? ByAction(xid);
        return options.Value.Xid.GetValueOrDefault(xid.Code) is { } other
            ? ours with { Severity = other.Severity ?? ours.Severity, Drain = other.Drain ?? ours.Drain, Remedy = other.Remedy ?? RemedyOf(ours, other) }
            : ours;
    }

    // A fleet that empties a Host for what we would only watch wants more than to watch it.
    private static RemedyKind RemedyOf(XidJudgement ours, XidOverride other) =>
        ours.Remedy == RemedyKind.None && other.Drain is DrainAdvice.NextWindow or DrainAdvice.Now ? RemedyKind.ResetGpu : ours.Remedy;

    // WORKFLOW_XID_45: "Not Solo: IGNORE (follow other Xid)". What the program was ended for is what a person wants to read.
    private static XidJudgement? Following(int xid, XidDetail told) =>
        xid == 45 && told.FollowsXid.Length > 0 ? XidJudgement.Nothing with { Action = $"Nothing; XID {told.FollowsXid}, which it follows, says what is to be done." } : null;

    private static XidJudgement ByAction(Xid xid) => xid switch
    {
        { Class: XidClass.Application or XidClass.Informational } => XidJudgement.Nothing,
        { Immediate: "RESTART_BM" or "RESTART_VM" } => XidJudgement.Restart,
        { Immediate: "RESET_GPU" or "WORKFLOW_XID_48" } => XidJudgement.Reset,
        { Immediate: "WORKFLOW_NVLINK_ERR" or "WORKFLOW_NVLINK5_ERR" } => XidJudgement.ResetLater,
        { Immediate: "CHECK_MECHANICALS" } => XidJudgement.Inspect,
        // An action that we do not know is no reason to empty a Host, and none to be silent.
        _ => XidJudgement.Watch,
    };
}
