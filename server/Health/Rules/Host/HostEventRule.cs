using System.Globalization;
using System.Text.RegularExpressions;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Events;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Window;
using SovereignFleet.Server.Link.Events;

namespace SovereignFleet.Server.Health.Rules.Host;

/// <summary>Events that are a fault by themselves: of the fabric, the Host's memory, processors, PCIe and disks, and of the GPU driver. Which, and what
/// ends them, says <see cref="EventTable"/>.</summary>
internal sealed partial class HostEventRule : IHealthRule
{
    private static readonly TimeSpan Forget = TimeSpan.FromHours(1);

    public RuleIdentity Identity { get; } = new(FaultCatalog.HostEvent.Name, Hold: TimeSpan.Zero, Keep: TimeSpan.Zero);

    public IEnumerable<Verdict> Judge(HostWindow window, DateTimeOffset now)
    {
        var found = Found(window, now).ToArray();
        return Over(window, now).Where(over => found.All(again => again.Code != over.Code || again.GpuUuid != over.GpuUuid)).Concat(found);
    }

    private IEnumerable<Verdict> Found(HostWindow window, DateTimeOffset now) =>
        from seen in window.NewEvents
        let detail = EventDetail.Read(seen)
        let fault = EventTable.Find(seen.Kind, detail)?.Fault
        where fault is not null
        where !window.NewEvents.Any(later => Mends(later, seen.GpuUuid, fault.End) && later.At > seen.At)
        // Told late, and forgotten by now.
        where fault.End != EventEnd.Quiet || now - seen.HappenedAt < Forget
        select Verdict.Happened(Identity, Find(window, seen, detail, fault), seen.Count, seen.HappenedAt);

    private IEnumerable<Verdict> Over(HostWindow window, DateTimeOffset now) =>
        from open in window.Open
        where open.Rule == Identity.Name
        let end = EndOf(open.Code)
        where window.NewEvents.Any(later => Mends(later, open.GpuUuid, end) && later.HappenedAt > open.LastFoundAt)
            || (end == EventEnd.Quiet && now - open.LastFoundAt >= Forget)
        select Verdict.Clear(Identity, open.Code, open.GpuUuid);

    // A code of an older server has no row any more: only the repair ends it.
    private static EventEnd EndOf(string code) =>
        EventTable.All.FirstOrDefault(row => row.Fault?.Name == FaultCatalog.HostEvent.NameIn(code))?.Fault?.End ?? EventEnd.Repair;

    private static bool Mends(StoredEvent later, string? gpuUuid, EventEnd end) =>
        (later.Kind == EventKinds.Reboot && end is EventEnd.Reboot or EventEnd.Reset)
        || (later.Kind == EventKinds.GpuReset && end == EventEnd.Reset && later.GpuUuid == gpuUuid);

    private static Finding Find(HostWindow window, StoredEvent seen, IReadOnlyDictionary<string, string> detail, EventFault fault) => new()
    {
        Fault = FaultCatalog.HostEvent.Of(fault.Name),
        GpuUuid = seen.GpuUuid,
        Severity = fault.Severity,
        Drain = fault.Drain,
        Sentence = Fill(fault.Sentence, window, seen, detail),
        Remedy = Remedy.Of(fault.Remedy, seen.GpuUuid),
        Action = fault.Action,
        Evidence = new Dictionary<string, string>(detail)
        {
            ["line"] = seen.Text,
            ["at"] = seen.At.ToString("O", CultureInfo.InvariantCulture),
        },
    };

    private static string Fill(string sentence, HostWindow window, StoredEvent seen, IReadOnlyDictionary<string, string> detail) =>
        Named().Replace(sentence, match => match.Groups["key"].Value switch
        {
            "host" => window.Host.Name,
            "gpu" => seen.GpuUuid is null ? "a GPU" : window.LabelOf(seen.GpuUuid),
            "code" => seen.Code.ToString(CultureInfo.InvariantCulture),
            var key => detail.GetValueOrDefault(key) is { Length: > 0 } said ? said : "(not named)",
        });

    [GeneratedRegex(@"\{(?<key>\w+)\}")]
    private static partial Regex Named();
}
