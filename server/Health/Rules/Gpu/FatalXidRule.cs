using System.Globalization;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Window;
using SovereignFleet.Server.Health.Xids;
using SovereignFleet.Server.Link.Events;

namespace SovereignFleet.Server.Health.Rules.Gpu;

/// <summary>XIDs of the kernel log. One that calls for a Drain fires until a reset, a reboot or a repair; another is forgotten
/// when it stays away.</summary>
internal sealed class FatalXidRule(XidPolicy policy) : IHealthRule
{
    private static readonly TimeSpan Forget = TimeSpan.FromHours(1);

    public RuleIdentity Identity { get; } = new(FaultCatalog.Xid.Name, Hold: TimeSpan.Zero, Keep: TimeSpan.Zero);

    public IEnumerable<Verdict> Judge(HostWindow window, DateTimeOffset now)
    {
        var seen = Seen(window, now).ToArray();
        return seen.Concat(Over(window, now).Where(over => seen.All(again => again.Code != over.Code || again.GpuUuid != over.GpuUuid)));
    }

    private IEnumerable<Verdict> Seen(HostWindow window, DateTimeOffset now) =>
        from seen in window.NewEvents
        where seen.Kind == EventKinds.Xid && !window.NewEvents.Any(later => Mends(later, seen.GpuUuid) && later.At > seen.At)
        let xid = XidCatalog.Of(seen.Code)
        let judgement = policy.Judge(xid)
        // What is the program's own trouble is an Event, no Condition.
        where judgement.Severity > Severity.Info
        // Told late, and forgotten by now.
        where judgement.Drain != DrainAdvice.None || now - seen.HappenedAt < Forget
        select Verdict.Happened(Identity, Find(window, seen, xid, judgement), seen.Count, seen.HappenedAt);

    private IEnumerable<Verdict> Over(HostWindow window, DateTimeOffset now) =>
        from open in window.Open
        where open.Rule == Identity.Name
        where window.NewEvents.Any(later => Mends(later, open.GpuUuid) && later.HappenedAt > open.LastFoundAt)
            || (open.Drain == DrainAdvice.None && now - open.LastFoundAt >= Forget)
        select Verdict.Clear(Identity, open.Code, open.GpuUuid);

    private static bool Mends(StoredEvent seen, string? gpuUuid) =>
        seen.Kind == EventKinds.Reboot || (seen.Kind == EventKinds.GpuReset && seen.GpuUuid == gpuUuid);

    private static Finding Find(HostWindow window, StoredEvent seen, Xid xid, XidJudgement judgement) => new()
    {
        Fault = FaultCatalog.Xid.Of(xid.Code),
        GpuUuid = seen.GpuUuid,
        Severity = judgement.Severity,
        Drain = judgement.Drain,
        Sentence = $"{window.LabelOf(seen.GpuUuid)} reported XID {xid.Code}: {xid.Meaning}.",
        Remedy = Remedy.Of(judgement.Remedy, seen.GpuUuid),
        Action = judgement.Action,
        Evidence = new Dictionary<string, string>
        {
            ["line"] = seen.Text,
            ["at"] = seen.At.ToString("O", CultureInfo.InvariantCulture),
            ["mnemonic"] = xid.Mnemonic,
            ["nvidia"] = xid.Immediate,
        },
    };
}
