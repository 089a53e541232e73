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

    private IEnumerable<Verdict> Seen(HostWindow window, DateTimeOffset now)
    {
        var found = Found(window, now).ToArray();
        // One that is open, or told beside it, is not softened by a lesser one under the same number: each NVLink error has its own weight.
        return from happened in found
               let weight = Weight(happened.Finding!.Drain, happened.Finding.Severity)
               where found.All(other => other.Code != happened.Code || other.GpuUuid != happened.GpuUuid || Weight(other.Finding!.Drain, other.Finding.Severity) <= weight)
               where window.Open.All(open => !happened.IsOf(open) || Weight(open.Drain, open.Severity) <= weight || IsOver(window, open, now))
               select happened;
    }

    private IEnumerable<Verdict> Found(HostWindow window, DateTimeOffset now) =>
        from seen in window.NewEvents
        where seen.Kind == EventKinds.Xid
        let xid = XidCatalog.Of(seen.Code)
        let told = XidDetail.Read(EventDetail.Read(seen))
        let judgement = policy.Judge(xid, told)
        // What is the program's own trouble is an Event, no Condition.
        where judgement.Severity > Severity.Info
        where judgement.Remedy == RemedyKind.Replace || !window.NewEvents.Any(later => Mends(later, seen.GpuUuid) && later.At > seen.At)
        // Told late, and forgotten by now.
        where judgement.Drain != DrainAdvice.None || now - seen.HappenedAt < Forget
        select Verdict.Happened(Identity, Find(window, seen, xid, told, judgement), seen.Count, seen.HappenedAt);

    private IEnumerable<Verdict> Over(HostWindow window, DateTimeOffset now) =>
        window.Open.Where(open => open.Rule == Identity.Name && IsOver(window, open, now)).Select(open => Verdict.Clear(Identity, open.Code, open.GpuUuid));

    // What must be replaced no reset mends, and no reboot: only the repair ends it.
    private static bool IsOver(HostWindow window, Condition open, DateTimeOffset now) =>
        (open.Remedy != RemedyKind.Replace && window.NewEvents.Any(later => Mends(later, open.GpuUuid) && later.HappenedAt > open.LastFoundAt))
        || (open.Drain == DrainAdvice.None && now - open.LastFoundAt >= Forget);

    private static int Weight(DrainAdvice drain, Severity severity) => ((int)drain * 10) + (int)severity;

    private static bool Mends(StoredEvent seen, string? gpuUuid) =>
        seen.Kind == EventKinds.Reboot || (seen.Kind == EventKinds.GpuReset && seen.GpuUuid == gpuUuid);

    private static Finding Find(HostWindow window, StoredEvent seen, Xid xid, XidDetail told, XidJudgement judgement) => new()
    {
        Fault = FaultCatalog.Xid.Of(xid.Code),
        GpuUuid = seen.GpuUuid,
        Severity = judgement.Severity,
        Drain = judgement.Drain,
        Sentence = $"{window.LabelOf(seen.GpuUuid)} reported XID {xid.Code}{Cause(told)}: {xid.Meaning}{Place(told)}.",
        Remedy = Remedy.Of(judgement.Remedy, seen.GpuUuid),
        Action = judgement.Action,
        Evidence = new Dictionary<string, string>
        {
            ["line"] = seen.Text,
            ["at"] = seen.At.ToString("O", CultureInfo.InvariantCulture),
            ["mnemonic"] = xid.Mnemonic,
            ["nvidia"] = NvLinkCatalog.Find(xid.Code, told) is { } row ? $"{row.Immediate}, {row.Investigatory}" : xid.Immediate,
        },
    };

    private static string Cause(XidDetail told) => told.FollowsXid.Length > 0 ? $" after XID {told.FollowsXid}" : "";

    // "-1": no one link
    private static string Place(XidDetail told)
    {
        string[] parts = [told.Unit, told.Severity, told.Link.Length > 0 && told.Link != "-1" ? $"link {told.Link}" : ""];
        var named = string.Join(", ", parts.Where(part => part.Length > 0));
        return named.Length > 0 ? $" ({named})" : "";
    }
}
