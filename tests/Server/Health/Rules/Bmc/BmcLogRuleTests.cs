using System.Text.Json;
using SovereignFleet.Agent.Bmc.Sel;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Rules.Bmc;
using SovereignFleet.Server.Health.Window;
using SovereignFleet.Server.Link.Events;

namespace SovereignFleet.Tests.Server.Health.Rules.Bmc;

/// <summary>What "ipmitool sel elist" says, through the agent's parser, and what the server makes of it.</summary>
[TestClass]
public sealed class BmcLogRuleTests
{
    private const string Day = "11/25/26 | 03:19:25 UTC";
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 3, 20, 0, TimeSpan.Zero);

    [TestMethod]
    [DataRow("Memory #0x53 | Uncorrectable ECC (@DIMMG1(CPU1)) | Asserted", "Critical NextWindow")]
    [DataRow("Memory #0x02 | Uncorrectable ECC (UnCorrectable ECC |  DIMMD7) | Asserted", "Critical NextWindow")]
    [DataRow("Memory #0x53 | Correctable ECC | Asserted", "")]
    [DataRow("Memory #0x53 | Correctable ECC logging limit reached | Asserted", "Warning NextWindow")]
    [DataRow("Critical Interrupt #0x90 | Bus Fatal Error | Asserted", "Critical NextWindow")]
    [DataRow("Critical Interrupt PCIe Fatal Err | Bus Fatal Error (PCIe Error |Slot 7) | Asserted", "Critical NextWindow")]
    [DataRow("Critical Interrupt #0x90 | Bus Correctable error | Asserted", "")]
    [DataRow("Critical Interrupt #0x90 | Bus Fatal Error | Deasserted", "")]
    [DataRow("Processor #0x0f | IERR | Asserted", "Critical NextWindow")]
    [DataRow("Processor #0x09 | IERR (CPU 2 | APIC ID 35 ) | Asserted", "Critical NextWindow")]
    [DataRow("Power Supply PS2 Status | Failure detected () | Asserted", "Critical NextWindow")]
    [DataRow("Power Supply PS Redundancy | Redundancy Lost | Asserted", "Warning None")]
    [DataRow("Power Supply PS2 Status | Presence detected | Deasserted", "")]
    [DataRow("OS Critical Stop #0x70 | Run-time critical stop | Asserted", "Warning None")]
    [DataRow("OS Critical Stop #0x70 | OS graceful shutdown | Asserted", "")]
    [DataRow("Watchdog2 IPMI_Watchdog | Hard reset | Asserted", "Warning None")]
    [DataRow("Watchdog2 IPMI_Watchdog | Timer interrupt | Asserted", "")]
    [DataRow("System Boot Initiated #0x01 | Initiated by hard reset | Asserted", "")]
    [DataRow("Power Unit #0x01 | Power cycle | Asserted", "")]
    [DataRow("Event Logging Disabled SEL | Log full | Asserted", "Warning None")]
    [DataRow("Event Logging Disabled SEL | Log area reset/cleared | Asserted", "")]
    [DataRow("System Firmware Error #0x05 | No usable system memory | Asserted", "Critical NextWindow")]
    [DataRow("System Firmware Progress #0x05 | Memory initialization | Asserted", "")]
    [DataRow("Unknown #0xff |  | Asserted", "")]
    [DataRow("OEM record c1 | 000137 | 0000ff", "")]
    // a threshold: its sensor is read
    [DataRow("Temperature GPU2 Temp | Upper Non-recoverable going high | Asserted | Reading 104 > Threshold 100 degrees C", "")]
    public void Judge_ARecord_IsWhatIpmiMeansByIt(string record, string expected)
    {
        var finding = Judge($"1 | {Day} | {record}").SingleOrDefault()?.Finding;

        Assert.AreEqual(expected, finding is null ? "" : $"{finding.Severity} {finding.Drain}");
    }

    [TestMethod]
    [DataRow("Uncorrectable ECC (UnCorrectable ECC |  DIMMD7)", "DIMMD7", "bmc-log-memory-0x02.uncorrectable-ecc.dimmd7")]
    [DataRow("Uncorrectable ECC (@DIMMG1(CPU1))", "DIMMG1(CPU1)", "bmc-log-memory-0x02.uncorrectable-ecc.dimmg1-cpu1")]
    public void Judge_AMemoryError_SaysWhichModule(string what, string dimm, string code)
    {
        var finding = Judge($"1 | {Day} | Memory #0x02 | {what} | Asserted").Single().Finding!;

        Assert.AreEqual((code, $"Have remote hands change the memory module {dimm}."), (finding.Code, finding.Action));
        StringAssert.Contains(finding.Sentence, dimm);
        Assert.AreEqual(dimm, finding.Evidence["dimm"]);
    }

    [TestMethod]
    public void Judge_TheKernelsLastWords_AreAWarning() =>
        Assert.AreEqual(Severity.Warning, Judge("5 | Linux kernel panic: Fatal excep").Single().Finding!.Severity);

    [TestMethod]
    public void Judge_OneThatWasTakenBackMeanwhile_IsNotFound() => Assert.IsEmpty(Judge($"""
        1 | {Day} | Critical Interrupt #0x90 | Bus Fatal Error | Asserted
        2 | {Day} | Critical Interrupt #0x90 | Bus Fatal Error | Deasserted
        """));

    [TestMethod]
    // what is open, and the record that comes -> ended or not
    [DataRow("critical-interrupt-0x90.bus-fatal-error", "Critical Interrupt #0x90 | Bus Fatal Error | Deasserted", true)]
    [DataRow("critical-interrupt-0x90.bus-fatal-error", "Critical Interrupt #0x91 | Bus Fatal Error | Deasserted", false)]
    [DataRow("critical-interrupt-0x90.bus-fatal-error", "Critical Interrupt #0x90 | PCI SERR | Deasserted", false)]
    [DataRow("memory-0x53.uncorrectable-ecc.dimmg1-cpu1", "Memory #0x53 | Uncorrectable ECC | Deasserted", true)]
    [DataRow("memory-0x53.uncorrectable-ecc.dimmg1-cpu1", "Memory #0x53 | Uncorrectable ECC (@DIMMG2(CPU1)) | Deasserted", false)]
    [DataRow("power-supply-ps-redundancy.redundancy-lost", "Power Supply PS Redundancy | Fully Redundant | Asserted", true)]
    [DataRow("power-supply-ps-redundancy.redundancy-lost", "Power Supply PS Redundancy | Fully Redundant | Deasserted", false)]
    [DataRow("add-in-card-gpu-1.transition-to-critical-from-less-severe", "Add-in Card GPU 1 | Transition to OK | Asserted", true)]
    public void Judge_ARecordThatTakesBack_EndsItsOwnAlone(string open, string record, bool ends)
    {
        var window = Window($"1 | {Day} | {record}");
        window.Open = [Open(open, DrainAdvice.NextWindow)];

        Assert.AreEqual(ends, new BmcLogRule().Judge(window, Now).Any(verdict => verdict.Finding is null && verdict.Code == "bmc-log-" + open));
    }

    [TestMethod]
    [DataRow("Memory #0x53 | Uncorrectable ECC | Asserted", 6, true)]
    [DataRow("Memory #0x53 | Uncorrectable ECC | Asserted", 7, false)]
    [DataRow("OS Critical Stop #0x70 | Run-time critical stop | Asserted", 1, false)]
    public void Judge_WhatIsHistoryWhenTheLogIsFirstRead_IsNotFound(string record, int daysLater, bool found) =>
        Assert.AreEqual(found, new BmcLogRule().Judge(Window($"1 | {Day} | {record}"), Now.AddDays(daysLater)).Any());

    [TestMethod]
    public void Judge_AWarningAnHourAgo_IsForgottenAndAFailureIsNot()
    {
        var window = Window("");
        window.Open = [Open("os-critical-stop-0x70.run-time-critical-stop", DrainAdvice.None), Open("processor-0x0f.ierr", DrainAdvice.NextWindow)];

        Assert.AreEqual("bmc-log-os-critical-stop-0x70.run-time-critical-stop", new BmcLogRule().Judge(window, Now.AddHours(1)).Single().Code);
    }

    [TestMethod]
    public void Judge_ARecordReadInTheBootBefore_IsFoundAllTheSame()
    {
        var window = new HostWindow(new HostIdentity(Guid.NewGuid(), "gpu-yul1-01", "yul1")) { BootId = "after" };
        window.Add([.. Events($"1 | {Day} | Memory #0x53 | Uncorrectable ECC | Asserted", bootId: "before")]);

        Assert.IsNotNull(new BmcLogRule().Judge(window, Now).Single().Finding);
    }

    private static List<Verdict> Judge(string log) => [.. new BmcLogRule().Judge(Window(log), Now)];

    private static HostWindow Window(string log)
    {
        var window = new HostWindow(new HostIdentity(Guid.NewGuid(), "gpu-yul1-01", "yul1"));
        window.Add([.. Events(log)]);
        return window;
    }

    private static IEnumerable<StoredEvent> Events(string log, string bootId = "") =>
        from record in SelParser.Parse(log)
        let happened = SelEvents.Of(record, "", Now)
        select new StoredEvent
        {
            HostId = Guid.Empty,
            SpoolId = "s",
            Sequence = record.Id,
            At = happened.At.ToDateTimeOffset(),
            ReceivedAt = Now,
            BootId = bootId,
            Kind = EventKinds.BmcSel,
            Count = 1,
            Source = "bmc",
            Text = happened.Text,
            Detail = JsonSerializer.Serialize(happened.Detail),
        };

    private static Condition Open(string name, DrainAdvice drain) => new()
    {
        Id = Guid.NewGuid(),
        Rule = "bmc-log",
        Code = "bmc-log-" + name,
        HostId = Guid.Empty,
        State = ConditionState.Firing,
        Severity = Severity.Critical,
        Drain = drain,
        Sentence = "",
        Action = "",
        Since = Now.AddMinutes(-1),
        LastFoundAt = Now.AddMinutes(-1),
    };
}
