using CsCheck;
using SovereignFleet.Agent.Bmc.Console;
using SovereignFleet.Agent.Bmc.Fru;
using SovereignFleet.Agent.Bmc.Ipmi;
using SovereignFleet.Agent.Bmc.Sel;
using SovereignFleet.Agent.Bmc.Sensors;

namespace SovereignFleet.Tests.Agent.Bmc;

/// <summary>Real output of ipmitool 1.8.19, and the forms that its source prints.</summary>
[TestClass]
public sealed class BmcParserTests
{
    [TestMethod]
    [DataRow("CPU1 Temp,42,degrees C,ok", "CPU1 Temp", "degrees C", 42.0, "ok", "")]
    [DataRow("CPU1 Temp,97,degrees C,ucr", "CPU1 Temp", "degrees C", 97.0, "ucr", "")]
    [DataRow("Fan1 Speed,8500,RPM,ok,29.1,8500 RPM", "Fan1 Speed", "RPM", 8500.0, "ok", "29.1")]
    [DataRow("VRM, CPU1,35,degrees C,ok", "VRM, CPU1", "degrees C", 35.0, "ok", "")]
    [DataRow("P12V,12.040,Volts,ok", "P12V", "Volts", 12.04, "ok", "")]
    public void ParseLine_Analog_GivesItsValue(string line, string name, string unit, double value, string status, string entity)
    {
        var sensor = SdrParser.ParseLine(line)!;

        Assert.AreEqual(name, sensor.Name);
        Assert.AreEqual(unit, sensor.Unit);
        Assert.AreEqual(value, sensor.Value);
        Assert.AreEqual(status, sensor.Status);
        Assert.AreEqual(entity, sensor.Entity);
    }

    [TestMethod]
    [DataRow("Fan3 Speed,,,ns")]
    [DataRow("Fan3 Speed,,,ns,29.3,No Reading")]
    [DataRow("Fan3 Speed,,,ns,29.3,Disabled")]
    public void ParseLine_NoReading_IsUnknownNotZero(string line)
    {
        var sensor = SdrParser.ParseLine(line)!;

        Assert.AreEqual("Fan3 Speed", sensor.Name);
        Assert.AreEqual("ns", sensor.Status);
        Assert.IsFalse(sensor.HasValue);
    }

    [TestMethod]
    public void ParseLine_Discrete_GivesItsStates()
    {
        var sensor = SdrParser.ParseLine("PSU1 Status,05h,ok,10.1,Presence detected, Failure detected")!;

        Assert.AreEqual("PSU1 Status", sensor.Name);
        Assert.AreEqual("10.1", sensor.Entity);
        Assert.IsFalse(sensor.HasValue);
        Assert.AreEqual("Presence detected|Failure detected", string.Join('|', sensor.States));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("Unable to Get Channel Cipher Suites")]
    [DataRow("a,b,c,d")]
    [DataRow("X,NaN,degrees C,ok")]
    public void ParseLine_NoSensor_IsNone(string line) => Assert.IsNull(SdrParser.ParseLine(line));

    [TestMethod]
    public void ParseTable_RealOutput_GivesNumbersValuesAndStates()
    {
        var sensors = SdrTableParser.Parse("""
            Temp             | 01h | ok  |  3.1 | 42 degrees C
            Temp             | 02h | ucr |  3.2 | 97 degrees C
            P12V             | 3Ah | ok  |  7.1 | 12.040 Volts
            PSU1 Status      | 05h | ok  | 10.1 | Presence detected, Failure detected
            PSU2 Status      | 06h | ok  | 10.2 |
            Fan3 Speed       | 07h | ns  | 29.3 | No Reading
            A|B              | 08h | ok  | 29.4 | 8500 RPM
            Unable to Get Channel Cipher Suites
            """);

        Assert.AreEqual("1 2 58 5 6 7 8", string.Join(' ', sensors.Select(sensor => sensor.Number)));
        Assert.AreEqual((97.0, "degrees C", "ucr", "3.2"), (sensors[1].Value, sensors[1].Unit, sensors[1].Status, sensors[1].Entity));
        Assert.AreEqual(12.04, sensors[2].Value);
        Assert.AreEqual("Presence detected|Failure detected", string.Join('|', sensors[3].States));
        Assert.IsEmpty(sensors[4].States);
        Assert.IsFalse(sensors[5].HasValue);
        Assert.AreEqual("No Reading", sensors[5].States.Single());
        Assert.AreEqual(("A|B", 8500.0), (sensors[6].Name, sensors[6].Value));
    }

    [TestMethod]
    public void ParseThresholds_RealOutput_GivesAllSixLimitsAndTellsTwinsApart()
    {
        var sensors = SdrTableParser.Parse("""
            CPU1 Temp        | 01h | ok  |  3.1 | 42 degrees C
            Temp             | 02h | ok  |  7.1 | 24 degrees C
            Temp             | 03h | ok  | 29.1 | 8500 RPM
            Rail, 12V | A    | 04h | ok  |  7.1 | 12 Volts
            Twin             | 06h | ok  |  7.2 | 1 Volts
            """);
        var book = new ThresholdTable(ThresholdParser.Parse("""
            CPU1 Temp        | 42.000     | degrees C  | ok    | 1.000     | 5.000     | 10.000    | 85.000    | 95.000    | 100.000
            Temp             | 24.000     | degrees C  | ok    | na        | na        | na        | 40.000    | 45.000    | 50.000
            Temp             | 8500.000   | RPM        | ok    | na        | 500.000   | 1000.000  | na        | na        | na
            Rail, 12V | A    | 12.000     | Volts      | ok    | na        | 11.000    | na        | na        | na        | na
            PSU1 Status      | 0xb        | discrete   | 0x0b00| na        | na        | na        | na        | na        | na
            Twin             | 1.000      | Volts      | ok    | na        | 0.500     | na        | na        | na        | na
            Twin             | 2.000      | Volts      | ok    | na        | 1.500     | na        | na        | na        | na
            """));

        book.PutOn(sensors);

        var hot = sensors[0];
        Assert.AreEqual(
            (1.0, 5.0, 10.0, 85.0, 95.0, 100.0),
            (hot.LowerNonRecoverable, hot.LowerCritical, hot.LowerNonCritical, hot.UpperNonCritical, hot.UpperCritical, hot.UpperNonRecoverable));
        Assert.AreEqual(45, sensors[1].UpperCritical);
        Assert.AreEqual((500.0, false), (sensors[2].LowerCritical, sensors[2].HasUpperCritical));
        Assert.AreEqual(11, sensors[3].LowerCritical);
        Assert.IsFalse(sensors[4].HasLowerCritical, "which of two is which cannot be told from one");
    }

    [TestMethod]
    public void ParseSel_EachForm_IsRead()
    {
        var records = SelParser.Parse("""
            1, Pre-Init ,0000001227,Temperature CPU1 Temp,Upper Critical going high,Asserted,Reading 96 > Threshold 85 degrees C
            7,11/23/26,15:55:24 UTC,Temperature CPU1 Temp,Upper Non-critical going high,Asserted,Reading 90 > Threshold 85 degrees C
            a,11/23/2026,15:55:24,OEM record c1,000137,0000ff
            1f,,,Linux kernel panic: Fatal exception in interrupt
               1 | 11/25/26 | 03:19:25 GMT | Voltage Rail, 12V | A | Lower Critical going low | Asserted | Reading 9 < Threshold 11 Volts
               2 |  Pre-Init  | 0000001227 | Power Supply PSU1 Status | Failure detected | Deasserted
              3c | S+ 00/00/00 | 00:01:17 UTC | Memory #0x02 | Correctable ECC | Asserted | CPU 1 DIMM 4
              3d | 11/25/26 | 03:20:00 UTC | OEM record c1 | 000137 | 0000ff
              3e | OEM record e0 | 00004f1a0000
              3f | Linux kernel panic: Fatal exce
            9,11/25/26,03:19:25 UTC,Voltage Rail, 12V,Lower Critical going low,Asserted,Reading 9 < Threshold 11 Volts
            SEL has no entries
            """);

        Assert.AreEqual("Voltage Rail, 12V | A", records[4].Sensor);
        Assert.AreEqual("Reading 9 < Threshold 11 Volts", records[4].Reading);
        Assert.AreEqual(("Deasserted", "Pre-Init 0000001227"), (records[5].Direction, records[5].BmcTime));
        Assert.IsNull(records[5].At);
        Assert.AreEqual(("Correctable ECC", "CPU 1 DIMM 4", "S+ 00/00/00 00:01:17 UTC"), (records[6].What, records[6].Reading, records[6].BmcTime));
        Assert.AreEqual(("OEM record c1", "000137", "0000ff"), (records[7].Sensor, records[7].What, records[7].Reading));
        Assert.AreEqual(("OEM record e0", "00004f1a0000"), (records[8].Sensor, records[8].What));
        Assert.IsNull(records[8].At);
        StringAssert.StartsWith(records[9].Sensor, "Linux kernel panic");
        Assert.AreEqual(("Voltage Rail, 12V", "Lower Critical going low"), (records[10].Sensor, records[10].What));
        records = [.. records.Take(4)];
        Assert.AreEqual("1 7 10 31", string.Join(' ', records.Select(record => record.Id)));
        Assert.IsNull(records[0].At);
        Assert.AreEqual(new DateTimeOffset(2026, 11, 23, 15, 55, 24, TimeSpan.Zero), records[1].At);
        Assert.AreEqual("Upper Non-critical going high", records[1].What);
        Assert.AreEqual(records[1].At, records[2].At);
        StringAssert.Contains(records[3].Sensor, "kernel panic");
    }

    [TestMethod]
    // ipmitool's own words for Dell put a bar inside the bracket
    [DataRow("  34 | 02/25/2025 | 16:50:09 | Memory #0x02 | Uncorrectable ECC (UnCorrectable ECC |  DIMMD7) | Asserted", "Memory #0x02", "Uncorrectable ECC (UnCorrectable ECC | DIMMD7)", "DIMMD7")]
    [DataRow("  10 | 05/01/2017 | 16:39:09 | Processor #0x09 | IERR (CPU 2 | APIC ID 35 ) | Asserted", "Processor #0x09", "IERR (CPU 2 | APIC ID 35 )", "")]
    [DataRow("  15 | 11/25/26 | 03:19:25 UTC | Critical Interrupt PCIe Fatal Err | Bus Fatal Error (PCIe Error |Slot 7) | Asserted", "Critical Interrupt PCIe Fatal Err", "Bus Fatal Error (PCIe Error |Slot 7)", "")]
    [DataRow("  16 | 11/25/26 | 03:19:25 UTC | Memory A | B | Correctable ECC (Correctable ECC |  DIMMA1,DIMMA2) | Deasserted", "Memory A | B", "Correctable ECC (Correctable ECC | DIMMA1,DIMMA2)", "DIMMA1,DIMMA2")]
    [DataRow("17,11/25/26,03:19:25 UTC,Memory #0x02,Correctable ECC (Correctable ECC |  DIMMA1,DIMMA2),Asserted", "Memory #0x02", "Correctable ECC (Correctable ECC | DIMMA1,DIMMA2)", "DIMMA1,DIMMA2")]
    [DataRow("  18 | 11/25/26 | 03:19:25 UTC | Memory #0x02 | Correctable ECC (Correctable ECC | CRC Error on:South Bound Memory|Failing_Channel:2) | Asserted", "Memory #0x02", "Correctable ECC (Correctable ECC | CRC Error on:South Bound Memory|Failing_Channel:2)", "")]
    // words with a comma of their own
    [DataRow("19,11/25/26,03:19:25 UTC,Power Supply PS, left,AC out-of-range, but present,Asserted", "Power Supply PS, left", "AC out-of-range, but present", "")]
    [DataRow("1a,11/25/26,03:19:25 UTC,Version Change #0x01,Firmware or software change detected, BIOS/EFI change,Asserted", "Version Change #0x01", "Firmware or software change detected, BIOS/EFI change", "")]
    // a bracket that nothing opened
    [DataRow("  1b | 11/25/26 | 03:19:25 UTC | Fan A | Lower Critical going low) | Asserted", "Fan A", "Lower Critical going low)", "")]
    public void ParseSel_BarsAndCommasInsideTexts_AreNotCut(string line, string sensor, string what, string dimm)
    {
        var record = SelParser.ParseLine(line)!;

        Assert.AreEqual((sensor, what), (record.Sensor, record.What));
        Assert.AreEqual(dimm, SelEvents.Of(record, "", TimeProvider.System.GetUtcNow()).Detail.GetValueOrDefault("dimm", ""));
    }

    [TestMethod]
    [DataRow("PSU, left | 05h | ok  | 10.1 | Presence detected, AC out-of-range, but present", "Presence detected|AC out-of-range, but present")]
    [DataRow("ACPI | 06h | ok  | 7.1 | S3: sleeping, processor & hw context lost, memory retained", "S3: sleeping, processor & hw context lost, memory retained")]
    [DataRow("IPMB | 07h | ok  | 7.1 | IPMB-A enabled, IPMB-B disabled", "IPMB-A enabled, IPMB-B disabled")]
    [DataRow("Slot | 08h | ok  | 7.1 | Device Installed, Slot Power is Off", "Device Installed|Slot Power is Off")]
    public void ParseSensor_AStateWithACommaOfItsOwn_IsOneState(string line, string states)
    {
        Assert.AreEqual(states, string.Join('|', SdrTableParser.ParseLine(line)!.States));
        var cells = line.Split('|', StringSplitOptions.TrimEntries);
        Assert.AreEqual(states, string.Join('|', SdrParser.ParseLine($"{cells[0]},{cells[1]},ok,{cells[3]},{cells[4]}")!.States));
    }

    [TestMethod]
    public void SelCursor_AppendedClearedAndWrapped_TellsEachRecordOnce()
    {
        var log = SelParser.Parse("1, Pre-Init ,1,A,b,Asserted\n2, Pre-Init ,2,A,b,Asserted\n3, Pre-Init ,3,A,b,Asserted");
        var cursor = SelCursor.Of(log[1]);

        Assert.HasCount(3, SelCursor.New(null, log));
        Assert.AreEqual(3, SelCursor.New(cursor, log).Single().Id);
        Assert.IsEmpty(SelCursor.New(SelCursor.Of(log[2]), log));
        // Cleared: the same number, another record.
        Assert.HasCount(2, SelCursor.New(cursor, SelParser.Parse("1, Pre-Init ,9,A,b,Asserted\n2, Pre-Init ,9,A,c,Asserted")));
        // Wrapped: the new record has a smaller number and stands behind.
        Assert.AreEqual(1, SelCursor.New(cursor, [log[1], log[0]]).Single().Id);
    }

    [TestMethod]
    public void KeyValues_RealOutput_AreRead()
    {
        var facts = KeyValueParser.Parse("FRU Device Description : Builtin FRU Device (ID 0)\n Board Mfg             : Acme\n Board Serial          : SN-1\n Board Extra           :\n");

        Assert.AreEqual("Acme", facts["Board Mfg"]);
        Assert.AreEqual("SN-1", facts["Board Serial"]);
        Assert.IsFalse(facts.ContainsKey("Board Extra"));
        Assert.AreEqual(true, KeyValueParser.PowerIsOn("Chassis Power is on\n"));
        Assert.IsNull(KeyValueParser.PowerIsOn("?"));
    }

    [TestMethod]
    public void Parsers_AnyText_NeverThrow()
    {
        string[] pieces = ["CPU1,", "42,", ",", "ok", " | 01h | ok  |  3.1 | ", "42 degrees C", "05h,", "\n", "|", "10.1", "ns", ":", "NaN", "1e999", "11/23/26,15:55:24", "Instantaneous power reading: ", "ffffffff,", "Asserted", "OEM record", "S+ ", "FRU Device Description : ", "(ID ", "dc 00 ", "Entries : ", "\x1b[", "~. [terminated ipmitool]", "[SOL Session operational."];
        Gen.OneOf(Gen.Int[0, pieces.Length - 1].Select(piece => pieces[piece]), Gen.String[0, 8]).Array[0, 20].Select(parts => string.Concat(parts)).Sample(text =>
        {
            var sensors = SdrParser.Parse(text).Concat(SdrTableParser.Parse(text));
            _ = ThresholdParser.Parse(text);
            _ = SelParser.Parse(text);
            _ = DcmiPower.FromText(text);
            _ = DcmiPower.FromRaw(text);
            _ = FruParser.Parse(text, []);
            _ = SelInfo.Parse(text);
            _ = SolText.LastLines(SolText.Shown(text));
            return sensors.All(sensor => sensor.Name.Length > 0 && (!sensor.HasValue || double.IsFinite(sensor.Value)));
        });
    }
}
