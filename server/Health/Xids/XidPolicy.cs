using Microsoft.Extensions.Options;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;

namespace SovereignFleet.Server.Health.Xids;

/// <summary>Decides what follows from an XID: NVIDIA's immediate action, our decisions where the sources disagree, and last the fleet's own.</summary>
internal sealed class XidPolicy(IOptions<XidOptions> options)
{
    private static readonly XidJudgement Nothing = new(Severity.Info, DrainAdvice.None, RemedyKind.None, "Nothing; look at the program that ran.");
    private static readonly XidJudgement Watch = new(Severity.Warning, DrainAdvice.None, RemedyKind.None, "Watch this GPU; tell NVIDIA support if it comes again.");
    private static readonly XidJudgement Reset = new(Severity.Critical, DrainAdvice.Now, RemedyKind.ResetGpu, "Drain the Host now and reset the GPU.");
    private static readonly XidJudgement ResetLater = new(Severity.Warning, DrainAdvice.NextWindow, RemedyKind.ResetGpu, "Drain the Host in the next Window and reset the GPU.");
    private static readonly XidJudgement Restart = new(Severity.Critical, DrainAdvice.Now, RemedyKind.Reboot, "Drain the Host now and restart it.");
    private static readonly XidJudgement Inspect = new(Severity.Critical, DrainAdvice.NextWindow, RemedyKind.Inspect, "Have remote hands check the board's power connection.");

    /// <summary>Where NVIDIA's catalogue and leptonai/gpud disagree, or the bucket alone says too little.</summary>
    private static readonly Dictionary<int, XidJudgement> Decided = new()
    {
        // A row was remapped, as it should be: what is still to do, row-remap-pending says. gpud calls it fatal.
        [63] = Nothing,
        // The remap failed: the memory of this GPU cannot be trusted any more.
        [64] = Reset,
        // NVIDIA says restart. A GPU that has left the bus often has a bad connector or riser: whoever stands before it reseats it.
        [79] = Restart with { Remedy = RemedyKind.Reseat },
        // Corrected errors: a sign, no fault.
        [92] = Watch,
        // Contained: only the program that used the memory died. The reset that the remap needs can wait for a Window. gpud never escalates it.
        [94] = ResetLater,
        // NVIDIA says reset, gpud says nothing: the channel hangs, and so does whoever waits for it.
        [109] = Reset,
        // NVIDIA ignores it, gpud calls it fatal: corrected by the link itself.
        [121] = Watch,
        // One link did not train; the traffic takes the others, slower.
        [136] = ResetLater,
        // Follows the resource that was retired; the retirement takes effect with a reset that is in no hurry.
        [156] = ResetLater,
    };

    public XidJudgement Judge(Xid xid)
    {
        var ours = Decided.GetValueOrDefault(xid.Code) ?? ByAction(xid);
        return options.Value.Xid.GetValueOrDefault(xid.Code) is { } other
            ? ours with { Severity = other.Severity ?? ours.Severity, Drain = other.Drain ?? ours.Drain, Remedy = other.Remedy ?? RemedyOf(ours, other) }
            : ours;
    }

    // A fleet that empties a Host for what we would only watch wants more than to watch it.
    private static RemedyKind RemedyOf(XidJudgement ours, XidOverride other) =>
        ours.Remedy == RemedyKind.None && other.Drain is DrainAdvice.NextWindow or DrainAdvice.Now ? RemedyKind.ResetGpu : ours.Remedy;

    private static XidJudgement ByAction(Xid xid) => xid switch
    {
        { Class: XidClass.Application or XidClass.Informational } => Nothing,
        { Immediate: "RESTART_BM" } => Restart,
        { Immediate: "RESET_GPU" or "WORKFLOW_XID_48" } => Reset,
        { Immediate: "WORKFLOW_NVLINK_ERR" or "WORKFLOW_NVLINK5_ERR" } => ResetLater,
        { Immediate: "CHECK_MECHANICALS" } => Inspect,
        // An action that we do not know is no reason to empty a Host, and none to be silent.
        _ => Watch,
    };
}
