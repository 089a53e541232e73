using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;

namespace SovereignFleet.Server.Health.Xids;

/// <summary>What this fleet makes of an XID.</summary>
/// <param name="Action">Exactly one thing to do.</param>
internal sealed record XidJudgement(Severity Severity, DrainAdvice Drain, RemedyKind Remedy, string Action)
{
    public static readonly XidJudgement Nothing = new(Severity.Info, DrainAdvice.None, RemedyKind.None, "Nothing; look at the program that ran.");
    public static readonly XidJudgement Watch = new(Severity.Warning, DrainAdvice.None, RemedyKind.None, "Watch this GPU; tell NVIDIA support if it comes again.");
    public static readonly XidJudgement Reset = new(Severity.Critical, DrainAdvice.Now, RemedyKind.ResetGpu, "Drain the Host now and reset the GPU.");
    public static readonly XidJudgement ResetLater = new(Severity.Warning, DrainAdvice.NextWindow, RemedyKind.ResetGpu, "Drain the Host in the next Window and reset the GPU.");
    public static readonly XidJudgement Restart = new(Severity.Critical, DrainAdvice.Now, RemedyKind.Reboot, "Drain the Host now and restart it.");
    public static readonly XidJudgement Inspect = new(Severity.Critical, DrainAdvice.NextWindow, RemedyKind.Inspect, "Have remote hands check the board's power connection.");
    public static readonly XidJudgement Replace = new(Severity.Critical, DrainAdvice.Now, RemedyKind.Replace, "Drain the Host now, run NVIDIA's field diagnostic and return the GPU if it confirms.");
}
