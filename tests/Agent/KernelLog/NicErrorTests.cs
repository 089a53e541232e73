using SovereignFleet.Agent.KernelLog;
using SovereignFleet.Agent.KernelLog.Lines;
using SovereignFleet.Proto.Link;
using SovereignFleet.Proto;

namespace SovereignFleet.Tests.Agent.KernelLog;

/// <summary>Network cards, in the forms that Linux' mlx5 driver prints: with and without its function, line and process.</summary>
[TestClass]
public sealed class NicErrorTests
{
    private const string Card = "mlx5_core 0000:41:00.0: ";

    [TestMethod]
    [DataRow("poll_health:825:(pid 0): device's health compromised - reached miss count", "firmware_silent", "critical")]
    [DataRow("poll_health:803:(pid 519): Fatal error 3 detected", "fatal", "critical", "sensor=3")]
    [DataRow("PCI slot is unavailable", "pci_unreachable", "critical")]
    [DataRow("mlx5_health_try_recover:335:(pid 920): handling bad device here", "recovery_begun", "critical")]
    [DataRow("mlx5_health_try_recover:338:(pid 920): health recovery flow aborted, PCI reads still not working", "recovery_failed", "critical", "what=health recovery flow aborted, PCI reads still not working")]
    [DataRow("mlx5_health_try_recover:343:(pid 920): health recovery failed", "recovery_failed", "critical")]
    [DataRow("health recovery succeeded", "recovered", "info")]
    [DataRow("temp_warn:170:(pid 0): High temperature on sensors with bit set 0 1", "overheated", "critical", "sensors=0 1")]
    [DataRow("temp_warn:191:(pid 0): High temperature on sensors with bit set 0x0 0x8000000000000001.", "overheated", "critical", "sensors=0x0 0x8000000000000001")]
    [DataRow("port_module:254:(pid 0): Port module event[error]: module 0, Cable error, High Temperature", "module", "warning", "module=0", "what=High Temperature")]
    [DataRow("Port module event[error]: module 1, Cable error, Bus stuck (I2C or data shorted)", "module", "warning", "module=1", "what=Bus stuck (I2C or data shorted)")]
    [DataRow("Port module event: module 1, Cable unplugged", "module_unplugged", "warning", "module=1")]
    [DataRow("Port module event: module 0, Cable plugged", "module_plugged", "info", "module=0")]
    [DataRow("mlx5_pcie_event:299:(pid 268269): Detected insufficient power on the PCIe slot (27W).", "slot_power", "warning", "watts=27")]
    [DataRow("wait_func:1195:(pid 1967079): ENABLE_HCA(0x104) timeout. Will cause a leak of a command resource", "command_timeout", "critical", "command=ENABLE_HCA")]
    [DataRow("mlx5_cmd_out_err:838:(pid 7): ACCESS_REG(0x805) op_mod(0x1) failed, status bad operation(0x2), syndrome (0x305684), err(-22)", "command_failed", "info", "command=ACCESS_REG", "status=bad operation", "syndrome=0x305684")]
    public void Read_LineOfTheDriver_IsTheCardsEvent(string said, string error, string severity, params string[] details)
    {
        var happened = Read(Card + said).Events.Single();

        Assert.AreEqual((EventKinds.NicError, "0000:41:00"), (happened.Kind, happened.PciAddress));
        Assert.AreEqual((error, severity, "0000:41:00.0"), (happened.Detail["error"], happened.Detail["severity"], happened.Detail["device"]));
        foreach (var detail in details)
        {
            var parts = detail.Split('=', 2);
            Assert.AreEqual(parts[1], happened.Detail[parts[0]]);
        }
    }

    [TestMethod]
    [DataRow("NETDEV WATCHDOG: ens1f0np0 (mlx5_core): transmit queue 12 timed out")]
    [DataRow("mlx5_core 0000:41:00.0 ens1f0np0: NETDEV WATCHDOG: CPU: 3: transmit queue 12 timed out 5376 ms")]
    public void Read_Watchdog_NamesInterfaceAndQueue(string line)
    {
        var happened = Read(line).Events.Single();

        Assert.AreEqual(
            ("transmit_timeout", "mlx5_core", "ens1f0np0", "12"),
            (happened.Detail["error"], happened.Detail["driver"], happened.Detail["interface"], happened.Detail["queue"]));
    }

    [TestMethod]
    public void Read_WhatTheFirmwareSays_IsOneEventForEachPort()
    {
        string[] said =
        [
            "Health issue observed, firmware internal error, severity(3) ERROR:", "assert_var[0] 0x08040700", "assert_var[1] 0x00000000", "assert_exit_ptr 0x00aaf800",
            "assert_callra 0x00aaf70c", "fw_ver 22.31.354", "time 1620230413", "hw_id 0x0000020d", "rfr 1", "severity 3 (ERROR)", "irisc_index 9",
            "synd 0x1: firmware internal error", "ext_synd 0x8ffd", "raw fw_ver 0x161f0162",
        ];
        var (events, tally) = Read([.. said.SelectMany(line => new[] { Of("0", line), Of("1", line) })]);

        Assert.AreEqual("0000:08:00.0 0000:08:00.1", string.Join(' ', events.Select(happened => happened.Detail["device"])));
        foreach (var happened in events)
        {
            Assert.AreEqual(
                ("firmware", "critical", "firmware internal error", "0x1", "0x8ffd", "22.31.354", "1", "0x08040700 0x00000000"),
                (happened.Detail["error"], happened.Detail["severity"], happened.Detail["what"], happened.Detail["syndrome"], happened.Detail["extended_syndrome"],
                    happened.Detail["firmware"], happened.Detail["rfr"], happened.Detail["assert_var"]));
            Assert.EndsWith("severity(3) ERROR:", happened.Text);
        }

        Assert.AreEqual((2L, 26L), (tally[LineClass.Understood], tally[LineClass.Continuation]));

        static string Of(string port, string line) => $"mlx5_core 0000:08:00.{port}: print_health_info:425:(pid 912): {line}";
    }

    /// <summary>Kernels before 5.16 have no head; a card that PCIe no longer reaches reads as ones.</summary>
    [TestMethod]
    [DataRow("22.99.7864", "synd 0x10: High temperature", "0x16631eb8", "overheated")]
    [DataRow("65535.65535.65535", "synd 0xff: unrecognized error", "0xffffffff", "pci_unreachable")]
    [DataRow("14.21.1000", "synd 0x7: irisc not responding", "0x0e1503e8", "firmware")]
    public void Read_WithoutHead_TellsWhatItIsFromTheSyndrome(string version, string syndrome, string raw, string error)
    {
        var happened = Read([.. new[] { "assert_var[0] 0x00000073", "assert_var[1] 0x00000073", "fw_ver " + version, syndrome, "raw fw_ver " + raw }
            .Select(line => $"{Card}print_health_info:410:(pid 0): {line}")]).Events.Single();

        Assert.AreEqual((error, version), (happened.Detail["error"], happened.Detail["firmware"]));
    }

    /// <summary>A block that is torn off is told with what there is of it.</summary>
    [TestMethod]
    public void Read_TornBlocks_AreAllTold()
    {
        var begins = Enumerable.Range(0, 40).Select(card => $"mlx5_core {card:x4}:08:00.0: Health issue observed, EQ error, severity(4) WARNING:").ToArray();
        var events = Read([.. begins, .. begins]).Events;

        Assert.HasCount(80, events);
        Assert.IsTrue(events.TrueForAll(happened => happened.Detail["severity"] == "warning"));
    }

    [TestMethod]
    [DataRow("mlx5_handle_bad_state:300:(pid 920): Expected to see disabled NIC but it is has invalid value 7")]
    [DataRow("NIC IFC still 7 after 1000ms.")]
    public void Read_WhatTheDriverDoesAboutIt_IsNoNewsOfItsOwn(string said)
    {
        var (events, tally) = Read(Card + said);

        Assert.AreEqual((0, 1L), (events.Count, tally[LineClass.Continuation]));
    }

    [TestMethod]
    [DataRow("firmware version: 28.41.1000")]
    [DataRow("Rate limit: 127 rates are supported, range: 0Mbps to 97656Mbps")]
    [DataRow("mlx5_pcie_event:301:(pid 10): PCIe slot advertised sufficient power (27W).")]
    [DataRow("E-Switch: Disable: mode(LEGACY), nvfs(0), necvfs(0), active vports(0)")]
    public void Read_LineOfACardThatIsWell_IsIgnored(string said) => Assert.AreEqual(1, Read(Card + said).Tally[LineClass.Ignored]);

    [TestMethod]
    public void Read_LinkOfTheCard_IsStillALink() => Assert.AreEqual(EventKinds.LinkDown, Read("mlx5_core 0000:41:00.0 enp65s0f0: Link down").Events.Single().Kind);

    private static (List<Event> Events, LineCounts Tally) Read(params string[] lines)
    {
        var file = new KernelLogFile(TimeZoneInfo.Utc);
        return ([.. file.Read(lines)], file.Tally);
    }
}
