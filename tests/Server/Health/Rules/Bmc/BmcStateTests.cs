using SovereignFleet.Agent.Bmc.Sensors;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Rules.Bmc;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Tests.Server.Health.Rules.Bmc;

/// <summary>What "ipmitool sdr elist" says of a sensor, and what the server makes of it. ipmitool prints "ok" before whatever state.</summary>
[TestClass]
public sealed class BmcStateTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 3, 0, 0, TimeSpan.Zero);

    [TestMethod]
    // 0Bh redundancy
    [DataRow("Pwr Unit Redund  | 02h | ok  | 21.1 | Redundancy Lost", "Warning None")]
    [DataRow("PS Redundancy    | 77h | ok  |  7.1 | Non-Redundant: Insufficient Resources", "Warning None")]
    [DataRow("PS Redundancy    | 77h | ok  |  7.1 | Redundancy Degraded from Fully Redundant", "Warning None")]
    [DataRow("PS Redundancy    | 77h | ok  |  7.1 | Fully Redundant", "")]
    // 04h predictive failure
    [DataRow("Cable GPU        | A4h | ok  |  7.1 | Predictive Failure Asserted", "Warning NextWindow")]
    [DataRow("Cable GPU        | A4h | ok  |  7.1 | Predictive Failure Deasserted", "")]
    // 07h severity
    [DataRow("VRM              | A5h | ok  |  7.1 | Transition to Critical from Non-recoverable", "Critical NextWindow")]
    [DataRow("VRM              | A5h | ok  |  7.1 | Transition to Non-critical from OK", "Warning None")]
    [DataRow("VRM              | A5h | ok  |  7.1 | Transition to OK", "")]
    [DataRow("VRM              | A5h | ok  |  7.1 | Monitor, Informational", "")]
    // 07h processor
    [DataRow("CPU2_Status      | 9Ch | ok  |  3.2 | SM BIOS Uncorrectable CPU-complex Error", "Critical NextWindow")]
    [DataRow("CPU3_Status      | 9Dh | ok  |  3.3 | FRB3/Processor startup/init failure", "Critical NextWindow")]
    [DataRow("CPU3_Status      | 9Dh | ok  |  3.3 | Presence detected, FRB1/BIST failure", "Critical NextWindow")]
    [DataRow("CPU3_Status      | 9Dh | ok  |  3.3 | Presence detected, Disabled", "")]
    // 08h power supply
    [DataRow("PSU2 Status      | A3h | ok  | 10.2 | Presence detected, Config Error: Voltage Rating Mismatch", "Critical NextWindow")]
    [DataRow("PSU2 Status      | A3h | ok  | 10.2 | Presence detected, Config Error: Processor Missing", "Critical NextWindow")]
    [DataRow("PSU2 Status      | A3h | ok  | 10.2 | Presence detected, Config Error: a maker's own", "Critical NextWindow")]
    [DataRow("PSU2 Status      | A3h | ok  | 10.2 | Presence detected, AC out-of-range, but present", "Critical NextWindow")]
    [DataRow("PSU2 Status      | A3h | ok  | 10.2 | Presence detected, Predictive failure", "Warning NextWindow")]
    [DataRow("PSU2 Status      | A3h | ok  | 10.2 | Presence detected, Power Supply Inactive", "")]
    // 09h power unit
    [DataRow("Pwr Unit Status  | 01h | ok  | 21.1 | Interlock power down", "Critical NextWindow")]
    [DataRow("Pwr Unit Status  | 01h | ok  | 21.1 | Power off/down", "")]
    [DataRow("Pwr Unit Status  | 01h | ok  | 21.1 | Power cycle", "")]
    // 0Ch memory
    [DataRow("DIMM_A1          | 9Ah | ok  | 32.1 | Presence Detected, Configuration Error", "Critical NextWindow")]
    [DataRow("DIMM_B1          | 9Bh | ok  | 32.2 | Presence Detected, Critical Overtemperature", "Critical NextWindow")]
    [DataRow("DIMM_B1          | 9Bh | ok  | 32.2 | Presence Detected, Correctable ECC logging limit reached", "Warning NextWindow")]
    [DataRow("DIMM_B1          | 9Bh | ok  | 32.2 | Presence Detected, Correctable ECC", "")]
    [DataRow("DIMM_B1          | 9Bh | ok  | 32.2 | Memory Device Disabled", "Critical NextWindow")]
    [DataRow("DIMM_B1          | 9Bh | ok  | 32.2 | Presence Detected, Spare", "")]
    // 0Dh drive
    [DataRow("Drive 0          | 9Eh | ok  |  4.1 | Drive Present, In Failed Array", "Critical NextWindow")]
    [DataRow("Drive 0          | 9Eh | ok  |  4.1 | Drive Present, Rebuild Aborted", "Critical NextWindow")]
    [DataRow("Drive 0          | 9Eh | ok  |  4.1 | Drive Present, Predictive Failure", "Warning NextWindow")]
    [DataRow("Drive 0          | 9Eh | ok  |  4.1 | Drive Present, Hot Spare, Rebuild In Progress", "")]
    // 13h critical interrupt, 1Bh cable, 21h slot, 28h management, 29h battery
    [DataRow("PCIe_SERR        | A0h | ok  |  7.1 | PCI SERR", "Critical NextWindow")]
    [DataRow("PCIe             | A0h | ok  |  7.1 | Bus Correctable error", "")]
    [DataRow("Cable            | A0h | ok  |  7.1 | Config Error", "Critical NextWindow")]
    [DataRow("Cable            | A0h | ok  |  7.1 | Connected", "")]
    [DataRow("PCI 4 Fault      | 9Fh | ok  | 11.4 | Fault Status", "Critical NextWindow")]
    [DataRow("PCI 4            | 9Fh | ok  | 11.4 | Device Installed, Slot Power is Off", "")]
    [DataRow("MC0              | A2h | ok  |  7.1 | Management controller unavailable", "Critical NextWindow")]
    [DataRow("CMOS Battery     | A1h | ok  |  7.1 | Failed", "Warning None")]
    [DataRow("CMOS Battery     | A1h | ok  |  7.1 | Low", "Warning None")]
    [DataRow("CMOS Battery     | A1h | ok  |  7.1 | Presence Detected", "")]
    // everyday words, and none at all
    [DataRow("Watchdog         | A6h | ok  |  7.1 | Hard reset", "")]
    [DataRow("ACPI             | A7h | ok  |  7.1 | S0/G0: working", "")]
    [DataRow("Intrusion        | A8h | ok  |  7.1 | General Chassis intrusion", "")]
    [DataRow("Some             | A9h | ok  |  7.1 | State Asserted", "")]
    [DataRow("Some             | AAh | ok  |  7.1 | a maker's own word", "")]
    [DataRow("Some             | ABh | ok  |  7.1 |", "")]
    public void Judge_AState_IsWhatIpmiMeansByIt(string line, string expected)
    {
        var finding = Judge(line);

        Assert.AreEqual(expected, finding is null ? "" : $"{finding.Severity} {finding.Drain}");
        if (finding is not null)
        {
            StringAssert.Contains(finding.Sentence, line.Split('|')[0].Trim() + ": ");
        }
    }

    [TestMethod]
    public void Judge_AWarningBesideAFailure_NamesTheFailureFirst()
    {
        var finding = Judge("PS Redundancy | 77h | ok |  7.1 | Redundancy Lost\nPSU2 Status | A3h | ok | 10.2 | Failure detected\nCPU1 Temp | 01h | ucr | 3.1 | 97 degrees C")!;

        Assert.AreEqual((Severity.Critical, DrainAdvice.NextWindow), (finding.Severity, finding.Drain));
        StringAssert.StartsWith(finding.Sentence, "The BMC of gpu-yul1-01 reports PSU2 Status: Failure detected; CPU1 Temp: 97 degrees C (ucr); PS Redundancy");
    }

    [TestMethod]
    public void Table_EachStateOfAType_StandsOnceAndNoWordHasTwoMeanings()
    {
        Assert.AreEqual("", string.Join(", ", BmcStateTable.All.GroupBy(state => (state.Type, state.Offset, state.Word)).Where(same => same.Count() > 1).Select(same => same.Key)));
        Assert.AreEqual("", string.Join(", ", BmcStateTable.All.GroupBy(state => state.Word, StringComparer.OrdinalIgnoreCase)
            .Where(same => same.Select(state => state.Class).Distinct().Count() > 1).Select(same => same.Key)));
        Assert.IsEmpty(BmcStateTable.All.Where(state => state.Class == BmcStateClass.Fine));
    }

    private static Finding? Judge(string lines)
    {
        var reading = new BmcReading();
        reading.Sensors.AddRange(SdrTableParser.Parse(lines));
        var window = new HostWindow(new HostIdentity(Guid.NewGuid(), "gpu-yul1-01", "yul1"));
        window.Add(new Frame { Bmc = reading }, Now);
        return new BmcSensorCriticalRule().Judge(window, Now).Single().Finding;
    }
}
