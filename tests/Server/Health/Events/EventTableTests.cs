using System.Reflection;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Events;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Rules.Host;
using SovereignFleet.Server.Health.Window;
using SovereignFleet.Server.Link.Events;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Health.Events;

/// <summary>Each kind of Event is judged, or the page says why it is not.</summary>
[TestClass]
public sealed class EventTableTests
{
    private const string Gpu = "GPU-1";
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 3, 0, 0, TimeSpan.Zero);

    [TestMethod]
    public void Table_EachKindThereIs_HasARowForWhateverItsDetailSays()
    {
        string[] kinds = [.. typeof(EventKinds).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

        Assert.AreEqual("", string.Join(", ", kinds.Where(kind => EventTable.Find(kind, new Dictionary<string, string>()) is null)), "no row");
        Assert.AreEqual("", string.Join(", ", EventTable.All.Select(row => row.Kind).Except(kinds)), "no kind");
        Assert.AreEqual("", string.Join(", ", EventTable.All.GroupBy(row => row.Kind).Where(rows => rows.SkipLast(1).Any(row => row.Key.Length == 0)).Select(rows => rows.Key)), "never reached");
    }

    [TestMethod]
    public void Page_OfTheEvents_IsTheTable()
    {
        var page = File.ReadAllLines(Path.Combine(ProductTree.Root, "docs", "events.md")).Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(2);

        Assert.AreEqual(string.Join('\n', EventTable.All.Select(Line)), string.Join('\n', page), "docs/events.md");
    }

    [TestMethod]
    [DataRow("sxid", """{"severity":"Fatal","switch":"0","message":"Link 30"}""", "Critical Now Reboot")]
    [DataRow("sxid", """{"severity":"Non-fatal","switch":"0"}""", "")]
    [DataRow("host_memory_uncorrected", """{"dimm":"CPU_SrcID#1_MC#1_Chan#2_DIMM#0"}""", "Critical NextWindow Inspect")]
    [DataRow("host_memory_corrected", """{"dimm":"A1"}""", "")]
    [DataRow("host_memory_failure", """{"page":"0xb757589"}""", "Critical NextWindow Inspect")]
    [DataRow("machine_check", """{"severity":"uncorrected","cpu":"3"}""", "Critical NextWindow Inspect")]
    [DataRow("machine_check", """{"severity":"corrected","cpu":"3"}""", "")]
    [DataRow("pcie_aer", """{"severity":"fatal","device":"0000:16:00.0"}""", "Critical Now Reboot")]
    [DataRow("pcie_aer", """{"severity":"nonfatal","device":"0000:16:00.0"}""", "Warning None None")]
    [DataRow("pcie_aer", """{"severity":"corrected","device":"0000:16:00.0"}""", "")]
    [DataRow("pcie_recovery", """{"outcome":"failed","device":"0000:15:01.0"}""", "Critical Now Reboot")]
    [DataRow("pcie_recovery", """{"outcome":"successful","device":"0000:15:01.0"}""", "")]
    [DataRow("pcie_containment", """{"status":"0x1f01","device":"0000:15:01.0"}""", "Critical Now Reboot")]
    [DataRow("nvme_error", """{"error":"removed","disk":"nvme1"}""", "Warning None Inspect")]
    [DataRow("nvme_error", """{"error":"media","disk":"nvme1"}""", "Warning None Inspect")]
    [DataRow("nvme_error", """{"error":"timeout","disk":"nvme1"}""", "")]
    [DataRow("hung_task", """{"gpu_driver":"true","process":"nvidia-smi"}""", "Critical Now Reboot")]
    [DataRow("hung_task", """{"process":"jbd2"}""", "")]
    [DataRow("driver_message", """{"notice":"adapter_not_initialized"}""", "Critical Now Reboot")]
    [DataRow("driver_message", """{"notice":"gpu_lost"}""", "Critical Now Reboot")]
    [DataRow("driver_message", """{"notice":"reset_required"}""", "Critical Now ResetGpu")]
    [DataRow("driver_message", """{"notice":"driver_loaded"}""", "")]
    [DataRow("driver_message", "{}", "")]
    [DataRow("ecc_storm", "{}", "Warning None None")]
    [DataRow("nic_error", """{"severity":"critical"}""", "")]
    [DataRow("a_kind_of_tomorrow", "{}", "")]
    public void Judge_AnEvent_IsAsTheTableSays(string kind, string detail, string expected)
    {
        var finding = new HostEventRule().Judge(Window(Seen(kind, detail)), Now).SingleOrDefault()?.Finding;

        Assert.AreEqual(expected, finding is null ? "" : $"{finding.Severity} {finding.Drain} {finding.Remedy.Kind}");
        Assert.AreEqual(finding is null ? null : "the line", finding?.Evidence["line"]);
    }

    [TestMethod]
    public void Judge_LostMemory_NamesTheModule()
    {
        var finding = new HostEventRule().Judge(Window(Seen("host_memory_uncorrected", """{"dimm":"CPU_SrcID#1_MC#1_Chan#2_DIMM#0"}""")), Now).Single().Finding!;

        Assert.AreEqual("gpu-yul1-01 lost data in memory CPU_SrcID#1_MC#1_Chan#2_DIMM#0: an uncorrected memory error.", finding.Sentence);
    }

    [TestMethod]
    // what is open, what comes, how long after -> ended or not
    [DataRow("event-gpu-driver-hangs", "reboot", 1, true)]
    [DataRow("event-gpu-driver-hangs", "gpu_reset", 1, false)]
    [DataRow("event-gpu-reset-required", "gpu_reset", 1, true)]
    [DataRow("event-gpu-reset-required", "reboot", 1, true)]
    [DataRow("event-host-memory", "reboot", 1, false)]
    [DataRow("event-host-memory", "", 600, false)]
    [DataRow("event-disk-failing", "", 59, false)]
    [DataRow("event-disk-failing", "", 60, true)]
    [DataRow("event-of-an-older-server", "reboot", 600, false)]
    public void Judge_WhatIsOpen_EndsWithWhatMendsIt(string code, string kind, int minutes, bool ends)
    {
        var window = kind.Length > 0 ? Window(Seen(kind, "{}", Now.AddMinutes(minutes))) : Window();
        window.Open = [Open(code)];

        Assert.AreEqual(ends, new HostEventRule().Judge(window, Now.AddMinutes(minutes)).Any(verdict => verdict.Finding is null && verdict.Code == code));
    }

    [TestMethod]
    public void Judge_AHangThatARebootHasEndedMeanwhile_IsNotFound() =>
        Assert.IsEmpty(new HostEventRule().Judge(Window(Seen("hung_task", """{"gpu_driver":"true"}"""), Seen("reboot", "{}", Now.AddSeconds(9))), Now));

    private static string Line(EventRow row)
    {
        var where = row.Key.Length > 0 ? $"`{row.Key}` is {string.Join(" or ", row.Words.Select(word => $"`{word}`"))}" : "";
        var fault = row.Fault is { } made ? $"{made.Severity} | {made.Drain} | {made.Remedy} | {made.End} | `event-{made.Name}`" : "| | | |";
        return $"| `{row.Kind}` | {where} | {fault} | {row.Why} |";
    }

    private static HostWindow Window(params StoredEvent[] events)
    {
        var window = new HostWindow(new HostIdentity(Guid.NewGuid(), "gpu-yul1-01", "yul1"));
        window.Add(events);
        return window;
    }

    private static StoredEvent Seen(string kind, string detail, DateTimeOffset? at = null) => new()
    {
        HostId = Guid.Empty,
        SpoolId = "s",
        Sequence = 1,
        At = at ?? Now,
        ReceivedAt = Now,
        Kind = kind,
        Code = 20034,
        Count = 1,
        GpuUuid = kind == "gpu_reset" ? Gpu : null,
        Source = "kernel-log",
        Text = "the line",
        Detail = detail,
    };

    private static Condition Open(string code) => new()
    {
        Id = Guid.NewGuid(),
        Rule = "host-event",
        Code = code,
        HostId = Guid.Empty,
        GpuUuid = code.Contains("reset", StringComparison.Ordinal) ? Gpu : null,
        State = ConditionState.Firing,
        Severity = Severity.Critical,
        Drain = code.Contains("failing", StringComparison.Ordinal) ? DrainAdvice.None : DrainAdvice.Now,
        Sentence = "",
        Action = "",
        Remedy = RemedyKind.Reboot,
        Since = Now,
        LastFoundAt = Now,
    };
}
