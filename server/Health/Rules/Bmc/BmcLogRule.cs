using System.Globalization;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Server.Health.Rules.Bmc;

/// <summary>Faults that a BMC's log tells of. The sensors of memory, PCIe, processors and of an operating system that stopped are event-only on most
/// boards: no reading ever shows them. A Condition for each sensor, state and part; a record that takes it back ends it, or the repair.</summary>
internal sealed class BmcLogRule : IHealthRule
{
    /// <summary>A log is told from its beginning when an agent first comes: what is older is history.</summary>
    private static readonly TimeSpan History = TimeSpan.FromDays(7);

    /// <summary>What calls for no work is forgotten after this, as an XID that calls for none.</summary>
    private static readonly TimeSpan Forget = TimeSpan.FromHours(1);

    public RuleIdentity Identity { get; } = new(FaultCatalog.BmcLog.Name, Hold: TimeSpan.Zero, Keep: TimeSpan.Zero);

    public IEnumerable<Verdict> Judge(HostWindow window, DateTimeOffset now)
    {
        BmcLogRecord[] records = [.. window.NewEvents.Where(seen => seen.Kind == EventKinds.BmcSel).Select(BmcLogRecord.Read).OfType<BmcLogRecord>()];
        var found = Found(window, records, now).ToArray();
        return Over(window, records, now).Concat(found);
    }

    private IEnumerable<Verdict> Found(HostWindow window, BmcLogRecord[] records, DateTimeOffset now) =>
        from told in records.Select((record, place) => (Record: record, Place: place))
        let record = told.Record
        where record.Class != BmcStateClass.Fine
        where now - record.Seen.HappenedAt < (record.Class == BmcStateClass.Warning ? Forget : History)
        where !records.Skip(told.Place + 1).Any(later => later.Ends(record.Name))
        select Verdict.Happened(Identity, Find(window, record), record.Seen.Count, record.Seen.HappenedAt);

    private IEnumerable<Verdict> Over(HostWindow window, BmcLogRecord[] records, DateTimeOffset now) =>
        from open in window.Open
        where open.Rule == Identity.Name
        let name = FaultCatalog.BmcLog.NameIn(open.Code)
        where records.Any(record => record.Ends(name)) || (open.Drain == DrainAdvice.None && now - open.LastFoundAt >= Forget)
        select Verdict.Clear(Identity, open.Code, open.GpuUuid);

    private static Finding Find(HostWindow window, BmcLogRecord record) => new()
    {
        Fault = FaultCatalog.BmcLog.Of(record.Name),
        Severity = record.Class == BmcStateClass.Failed ? Severity.Critical : Severity.Warning,
        Drain = record.Class >= BmcStateClass.Predicted ? DrainAdvice.NextWindow : DrainAdvice.None,
        Sentence = $"The BMC's log of {window.Host.Name} has {record.Sensor}: {record.What}.",
        Remedy = Remedy.Of(RemedyKind.Inspect),
        Action = record.Dimm.Length > 0 ? $"Have remote hands change the memory module {record.Dimm}." : "Have remote hands look at the named part.",
        Evidence = Evidence(record),
    };

    private static Dictionary<string, string> Evidence(BmcLogRecord record)
    {
        var evidence = new Dictionary<string, string>
        {
            ["line"] = record.Seen.Text,
            ["at"] = record.Seen.At.ToString("O", CultureInfo.InvariantCulture),
            ["sensor"] = record.Sensor,
        };
        if (record.Dimm.Length > 0)
        {
            evidence["dimm"] = record.Dimm;
        }

        return evidence;
    }
}
