using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using SovereignFleet.Agent.Bmc.Fru;
using SovereignFleet.Agent.Bmc.Ipmi;
using SovereignFleet.Agent.Bmc.Sel;
using SovereignFleet.Agent.Bmc.Sensors;
using SovereignFleet.Agent.Cli;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Bmc;

/// <summary>Output of ipmitool before BMCs of several makers; Fixtures/README.md says what is captured and what is composed.</summary>
[TestClass]
public sealed class FixtureTests
{
    private static readonly string Folder = Path.Combine(ProductTree.Root, "tests", "Agent", "Bmc", "Fixtures");

    [TestMethod]
    public void EachFile_IsReadToTheLastLine()
    {
        var files = Directory.GetFiles(Folder, "*.txt");
        Assert.IsGreaterThanOrEqualTo(50, files.Length);
        foreach (var file in files)
        {
            var lines = File.ReadAllLines(file);
            var read = Read(Path.GetFileName(file), lines);
            Assert.IsEmpty(read.Where(json => json.Contains("not_understood", StringComparison.Ordinal)), file);
            if (Kind(file) is "ipmi-sdr" or "ipmi-sel")
            {
                Assert.HasCount(lines.Count(line => line.Trim().Length > 0), read, file);
            }
        }
    }

    /// <summary>What a broken BMC may make of it: bytes changed, lines torn, lines without end.</summary>
    [TestMethod]
    public void EachFile_Damaged_IsReadWithoutFaultAndWithoutMore()
    {
        var texts = Directory.GetFiles(Folder, "*.txt").Select(file => (Name: Path.GetFileName(file), Text: File.ReadAllText(file))).ToArray();
        Gen.Select(Gen.Int[0, texts.Length - 1], Gen.Int[0, 5000], Gen.Int[0, 40], Gen.String[0, 12], Gen.Bool).Sample((which, at, length, patch, repeat) =>
        {
            var (name, text) = texts[which];
            var start = at % text.Length;
            var end = Math.Min(text.Length, start + length);
            var damaged = text[..start] + (repeat ? string.Concat(Enumerable.Repeat(patch, 500)) : patch) + text[end..];
            var lines = damaged.Split('\n');
            return Read(name, lines).Count <= lines.Length + 1;
        });
    }

    [TestMethod]
    public void AnyKind_AFloodOfNoise_IsBounded()
    {
        var line = new string('|', 1 << 20) + new string(',', 1 << 20) + ": (ID ";
        foreach (var file in new[] { "x-sdr.txt", "x-sel.txt", "x-fru.txt", "x-chassis.txt", "x-dcmi.txt", "x-mc.txt" })
        {
            Assert.IsLessThanOrEqualTo(2, Read(file, [line, line]).Count, file);
        }

        var sensors = SdrTableParser.Parse(string.Concat(Enumerable.Repeat("Temp | 01h | ok | 3.1 | 42 degrees C\n", 20_000)));
        Assert.HasCount(4000, sensors);
    }

    [TestMethod]
    [DataRow("dell-sdr-elist.txt", "Temp", 0x0e, 48.0, "degrees C", "")]
    [DataRow("dell-sdr-elist.txt", "Temp", 0x0f, null, "", "Disabled")]
    [DataRow("dell-sdr-elist.txt", "Status", 0x86, null, "", "Presence detected|Failure detected|Power Supply AC lost")]
    [DataRow("supermicro-sdr-elist.txt", "GPU2 Temp", 0xd1, 104.0, "degrees C", "")]
    [DataRow("hpe-sdr-elist.txt", "Fan 1", 0x07, 29.4, "percent", "Transition to Running")]
    [DataRow("hpe-sdr-elist.txt", "PS 2 Input", 0x48, 0.0, "Watts", "Presence detected|Failure detected")]
    [DataRow("megarac-sdr-elist.txt", "CPU_0_DTS_TEMP", 0x50, -31.0, "degrees C", "")]
    [DataRow("openbmc-sdr-elist.txt", "dimm4", 0x05, null, "", "Memory Device Disabled|Presence Detected")]
    [DataRow("lenovo-sdr-elist.txt", "PCI 1 Temp", 0x62, null, "", "No Reading")]
    [DataRow("supermicro-sdr-elist-states.txt", "DIMM_A1", 0x9a, null, "", "Presence Detected|Configuration Error")]
    [DataRow("supermicro-sdr-elist-states.txt", "PS Redundancy", 0x77, null, "", "Non-Redundant: Insufficient Resources")]
    [DataRow("supermicro-sdr-elist-states.txt", "PSU2 Status", 0xa3, null, "", "Presence detected|Config Error: Voltage Rating Mismatch")]
    [DataRow("ipmi_sim-sdr-elist.txt", "Rail, 12V | A", 0x04, 12.0, "Volts", "")]
    public void Sensor_IsWhatTheMakerMeans(string file, string name, int number, double? value, string unit, string states)
    {
        var sensor = SdrTableParser.Parse(Text(file)).Single(found => found.Name == name && found.Number == number);

        Assert.AreEqual(value, sensor.HasValue ? sensor.Value : null);
        Assert.AreEqual((unit, states), (sensor.Unit, string.Join('|', sensor.States)));
    }

    [TestMethod]
    [DataRow("supermicro-sel-elist.txt", 3, "Memory #0x53", "Uncorrectable ECC (@DIMMA1(CPU1))", "Asserted", "@DIMMA1(CPU1)")]
    [DataRow("dell-sel-elist.txt", 6, "Memory Mem ECC Warning", "Correctable ECC (DIMM_A4)", "Asserted", "DIMM_A4")]
    [DataRow("dell-sel-elist-brackets.txt", 0x34, "Memory #0x02", "Uncorrectable ECC (UnCorrectable ECC | DIMMD7)", "Asserted", "DIMMD7")]
    [DataRow("dell-sel-elist-brackets.txt", 0x10, "Processor #0x09", "IERR (CPU 2 | APIC ID 35 )", "Asserted", null)]
    [DataRow("dell-sel-elist-brackets.txt", 0x15, "Critical Interrupt PCIe Fatal Err", "Bus Fatal Error (PCIe Error |Slot 7)", "Asserted", null)]
    [DataRow("supermicro-sel-elist-critical.txt", 6, "Critical Interrupt #0x90", "Bus Fatal Error", "Deasserted", null)]
    [DataRow("megarac-sel-elist.csv.txt", 3, "Memory #0x87", "Correctable ECC (CPU0_E1)", "Asserted", "CPU0_E1")]
    [DataRow("hpe-sel-elist.txt", 5, "Temperature 02-CPU 1", "Upper Critical going high", "Deasserted", null)]
    [DataRow("ipmi_sim-sel-elist.txt", 5, "Linux kernel panic: Fatal excep", "", "", null)]
    [DataRow("ipmi_sim-sel-elist.csv.txt", 4, "OEM record e0", "0102030405060708090a0b0c0d", "", null)]
    public void Record_IsWhatTheMakerMeans(string file, int id, string sensor, string what, string direction, string? dimm)
    {
        var record = SelParser.Parse(Text(file)).Single(found => found.Id == id);

        Assert.AreEqual((sensor, what, direction), (record.Sensor, record.What, record.Direction));
        Assert.AreEqual(dimm, SelEvents.Of(record, "", TimeProvider.System.GetUtcNow()).Detail.TryGetValue("dimm", out var named) ? named : null);
    }

    [TestMethod]
    public void TableAndCsv_OfOneBmc_TellTheSame()
    {
        var table = SdrTableParser.Parse(Text("ipmi_sim-sdr-elist.txt"));
        var csv = SdrParser.Parse(Text("ipmi_sim-sdr-elist.csv.txt"));
        Assert.AreEqual(Told(table), Told(csv));
        var records = SelParser.Parse(Text("ipmi_sim-sel-elist.txt"));
        var same = SelParser.Parse(Text("ipmi_sim-sel-elist.csv.txt"));
        Assert.AreSequenceEqual(records.Select(record => record with { Line = "" }), same.Select(record => record with { Line = "" }));

        static string Told(IEnumerable<SovereignFleet.Proto.Link.BmcSensor> sensors) => string.Join('\n', sensors.Select(sensor =>
            string.Create(CultureInfo.InvariantCulture, $"{sensor.Name} {sensor.Value} {sensor.Unit} {sensor.Status} {string.Join('|', sensor.States)}")));
    }

    [TestMethod]
    [DataRow("dell-dcmi.txt", 826, 6, 9142, 811)]
    [DataRow("supermicro-dcmi.txt", 5406, 210, 9980, 4390)]
    [DataRow("openbmc-dcmi.txt", 319, 319, 319, 319)]
    [DataRow("lenovo-dcmi.txt", 640, 96, 1822, 655)]
    public void Watts_AreRead(string file, double now, double minimum, double maximum, double average)
    {
        var power = DcmiPower.FromText(Text(file))!;

        Assert.AreEqual((now, minimum, maximum, average), (power.Now, power.Minimum, power.Maximum, power.Average));
        Assert.IsTrue(power.IsKnown);
    }

    [TestMethod]
    public void Watts_Raw_AreWhatTheTextSays()
    {
        var power = DcmiPower.FromRaw(" dc 3a 03 06 00 b6 23 2b 03 69 a2 8f 69 79 b3 0d\n 00 40\n")!;

        Assert.AreEqual((826.0, 6.0, 9142.0, 811.0, true), (power.Now, power.Minimum, power.Maximum, power.Average, power.IsActive));
        Assert.IsFalse(DcmiPower.FromRaw(" dc 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n 00 00\n")!.IsKnown, "not measured is not zero");
    }

    [TestMethod]
    public void Frus_EachDeviceByItself()
    {
        var devices = FruParser.Parse(Text("hpe-fru.txt"), []);

        Assert.AreEqual("0 238 110 7", string.Join(' ', devices.Select(device => device.Id)));
        Assert.AreEqual("CZ00000000", devices[0].Fields["Chassis Serial"]);
        Assert.AreEqual("Timeout", devices[2].Fields["Device not present"]);
        Assert.AreEqual("1600 W", devices[3].Fields["Power Supply Record: Capacity"]);
        Assert.AreEqual("00:11:22:33:44:55", FruParser.Parse(Text("megarac-fru.txt"), [])[0].Fields["Board Extra 2"]);
    }

    [TestMethod]
    public void Chassis_AllFields()
    {
        var lenovo = KeyValueParser.Parse(Text("lenovo-chassis.txt"));

        Assert.AreEqual(("on", "always-on", "power-overload"), (lenovo["System Power"], lenovo["Power Restore Policy"], lenovo["Last Power Event"]));
        Assert.AreEqual("chassis power control command", lenovo["System restart cause"]);
        Assert.AreEqual("Sensor Device, SDR Repository Device, SEL Device, FRU Inventory Device, IPMB Event Receiver, Bridge, Chassis Device",
            KeyValueParser.Parse(Text("dell-mc.txt"))["Additional Device Support"]);
    }

    private static string Text(string file) => File.ReadAllText(Path.Combine(Folder, file));

    private static List<string> Read(string file, string[] lines) => [.. IpmiFiles.Read(Kind(file), lines)!.Select(Json)];

    // "dell-sdr-elist.txt"
    private static string Kind(string file) => Path.GetFileName(file).Split('-', '.')[1] switch
    {
        "sdr" or "sensor" => "ipmi-sdr",
        var kind => "ipmi-" + kind,
    };

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
