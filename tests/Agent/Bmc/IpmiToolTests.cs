using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Agent.Bmc;
using SovereignFleet.Agent.Bmc.Chassis;
using SovereignFleet.Agent.Bmc.Console;
using SovereignFleet.Agent.Bmc.Fru;
using SovereignFleet.Agent.Bmc.Gateway;
using SovereignFleet.Agent.Bmc.Ipmi;
using SovereignFleet.Agent.Sensing;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Bmc;

/// <summary>The real ipmitool against a simulated BMC, and against programs that misbehave.</summary>
[TestClass]
public sealed class IpmiToolTests(TestContext context) : IAsyncDisposable
{
    private readonly Stage stage = new(context.WriteLine);

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [TestMethod]
    public async Task ReadAsync_SimulatedBmc_GivesSensorsThresholdsAndPower()
    {
        Needs.Programs("ipmi_sim", "sdrcomp", "ipmitool");
        var sim = await IpmiSim.StartAsync(stage, "bmc1", context.CancellationToken);
        using var tool = Tool(sim);
        await using var light = new IdentifyLight(tool, TimeProvider.System);
        var sensors = new BmcSensors(Own(tool, light));
        var frame = new FrameWriter();

        await sensors.ReadAsync(frame, context.CancellationToken);

        var bmc = frame.Take().Bmc;
        var heat = bmc.Sensors.Single(sensor => sensor.Name == "CPU1 Temp");
        Assert.AreEqual(42, heat.Value);
        Assert.AreEqual(1U, heat.Number);
        Assert.AreEqual("degrees C", heat.Unit);
        Assert.AreEqual((85, 95, 100), (heat.UpperNonCritical, heat.UpperCritical, heat.UpperNonRecoverable));
        Assert.IsFalse(heat.HasLowerCritical);
        Assert.IsTrue(bmc.PowerOn);
        Assert.AreEqual("always-off", bmc.Chassis["Power Restore Policy"]);
        Assert.AreEqual("false", bmc.Chassis["Cooling/Fan Fault"]);
        Assert.AreEqual(0U, bmc.SelEntries);
        Assert.IsGreaterThan(0U, bmc.SelFreeBytes);
        Assert.IsFalse(bmc.HasPowerW);
        Assert.IsFalse(bmc.HasIdentifyOn);
    }

    [TestMethod]
    public async Task ReadAsync_SensorRecordsKept_ReadsByThemAndForgetsThemWhenTheyAreBad()
    {
        Needs.Programs("ipmi_sim", "sdrcomp", "ipmitool");
        var sim = await IpmiSim.StartAsync(stage, "bmc3", context.CancellationToken);
        using var tool = Tool(sim);
        await using var light = new IdentifyLight(tool, TimeProvider.System);
        var sensors = new BmcSensors(Own(tool, light));
        var (first, second) = (new FrameWriter(), new FrameWriter());
        await sensors.ReadAsync(first, context.CancellationToken);
        var records = Path.Combine(stage.Root, "bmc.sdr");
        Assert.IsGreaterThan(0, new FileInfo(records).Length);

        await sensors.ReadAsync(second, context.CancellationToken);
        Assert.AreEqual(Names(first), Names(second));

        File.WriteAllText(records, "not a record");
        await Assert.ThrowsExactlyAsync<IOException>(() => sensors.ReadAsync(new FrameWriter(), context.CancellationToken));
        Assert.IsFalse(File.Exists(records));
        await sensors.ReadAsync(new FrameWriter(), context.CancellationToken);
    }

    [TestMethod]
    public async Task SelSource_SimulatedBmc_TellsEachRecordOnceOverARestart()
    {
        Needs.Programs("ipmi_sim", "sdrcomp", "ipmitool");
        var sim = await IpmiSim.StartAsync(stage, "bmc4", context.CancellationToken);
        using var tool = Tool(sim);
        var events = new EventList();
        await WatchAsync(tool, events, () => sim.Set("cpu_temp", 97), "Upper Critical going high");
        var told = events.All.Count;

        await WatchAsync(tool, events, () => sim.Set("cpu_temp", 101), "Upper Non-recoverable going high");

        Assert.AreEqual(told, events.All.Take(told).Select(happened => happened.Text).Distinct().Count());
        Assert.AreEqual(events.All.Count, events.All.Select(happened => happened.Text).Distinct().Count(), "a record was told twice");
        Assert.Contains("CPU1 Temp", events.All[0].Detail["sensor"]);
    }

    [TestMethod]
    public async Task SelSource_LogClearedMeanwhile_TellsWhatIsNewInTheNewOne()
    {
        Needs.Programs("ipmi_sim", "sdrcomp", "ipmitool");
        var sim = await IpmiSim.StartAsync(stage, "bmc5", context.CancellationToken);
        using var tool = Tool(sim);
        var events = new EventList();
        await WatchAsync(tool, events, () => sim.Set("cpu_temp", 97), "Upper Critical going high");
        sim.Set("cpu_temp", 42);
        await Until.Async("it is cool", stop => sim.AskAsync("sdr elist", stop), text => text.Contains("42 degrees C", StringComparison.Ordinal), context.CancellationToken);
        await sim.AskAsync("sel clear", context.CancellationToken);
        var told = events.All.Count;

        await WatchAsync(tool, events, () => sim.Set("fan1", 3), "Lower Critical going low");

        Assert.Contains("Fan1 Speed", events.All[^1].Detail["sensor"]);
        Assert.IsGreaterThan(told, events.All.Count);
    }

    [TestMethod]
    public async Task ReadAsync_BmcWithDcmi_GivesWattsAndWhatTheChassisSays()
    {
        using var tool = InBand(Script("dcmi-bmc", """
            while read -r line; do case "$line" in
              echo*) echo "${line#echo } ";;
              "sdr elist") echo 'CPU1 Temp        | 01h | ok  |  3.1 | 42 degrees C';;
              "chassis status") echo 'System Power         : on'; echo 'Last Power Event     : ac-failed';;
              "chassis restart_cause") echo 'System restart cause: power-up due to always-restore power policy';;
              "sel info") echo 'Entries          : 17'; echo 'Free Space       : 65535 bytes or more';;
              raw*) echo ' dc 3a 03 06 00 b6 23 2b 03 69 a2 8f 69 79 b3 0d'; echo ' 00 40';;
            esac; done < "$(eval echo \${$#})"
            """));
        await using var light = new IdentifyLight(tool, TimeProvider.System);

        var reading = await Own(tool, light).Own.Reader.ReadAsync(context.CancellationToken);

        Assert.AreEqual((826.0, 6.0, 9142.0, 811.0), (reading.PowerW, reading.PowerMinimumW, reading.PowerMaximumW, reading.PowerAverageW));
        Assert.AreEqual((true, "ac-failed"), (reading.PowerOn, reading.Chassis["Last Power Event"]));
        Assert.AreEqual("power-up due to always-restore power policy", reading.Chassis["System restart cause"]);
        Assert.AreEqual((17U, 65535U), (reading.SelEntries, reading.SelFreeBytes));
    }

    [TestMethod]
    public async Task Identify_BmcKnowsNoForce_IsLitForAWhileAndLitAgain()
    {
        var asked = Path.Combine(stage.Root, "asked");
        using var tool = InBand(Script("identify", $"echo \"$*\" >> {asked}; case \"$*\" in *force) echo 'Invalid command (c1)' >&2; exit 1;; esac; echo ok"));
        var time = new FakeTimeProvider();
        await using var light = new IdentifyLight(tool, time);

        Assert.IsTrue((await light.SetAsync(true, context.CancellationToken)).IsOk);
        Assert.AreEqual(true, light.IsOn);
        time.Advance(TimeSpan.FromSeconds(200));
        await Until.TrueAsync("it is lit again", () => Asked("identify 255") == 2, context.CancellationToken);

        Assert.IsTrue((await light.SetAsync(false, context.CancellationToken)).IsOk);
        time.Advance(TimeSpan.FromHours(1));
        Assert.AreEqual(2, Asked("identify 255"), "what was cleared is not lit again");
        Assert.AreEqual(1, Asked("identify 0"));

        int Asked(string command) => File.ReadAllLines(asked).Count(line => line.EndsWith(command, StringComparison.Ordinal));
    }

    [TestMethod]
    public async Task Commands_SimulatedBmc_LightTheLedAndReadThePower()
    {
        Needs.Programs("ipmi_sim", "sdrcomp", "ipmitool");
        var sim = await IpmiSim.StartAsync(stage, "bmc2", context.CancellationToken);
        using var tool = Tool(sim);
        await using var light = new IdentifyLight(tool, TimeProvider.System);
        var commands = new BmcCommands(
            Own(tool, light), new PowerSwitch(TimeProvider.System), new ConsoleCapture());

        Assert.AreEqual("on", (await commands.ReadPowerAsync("", context.CancellationToken)).Text);
        Assert.IsTrue((await commands.IdentifyAsync("", true, context.CancellationToken)).IsOk);
        Assert.IsTrue(sim.IdentifyIsOn);
        Assert.IsTrue((await commands.IdentifyAsync("", false, context.CancellationToken)).IsOk);
        Assert.IsFalse(sim.IdentifyIsOn);

        var inventory = new Inventory();
        await new BmcInventory(tool).ReadAsync(inventory, context.CancellationToken);
        StringAssert.Contains(inventory.Bmc.Manufacturer, "MontaVista");
        Assert.AreEqual("Acme", inventory.Bmc.Fru["Board Mfg"]);
    }

    [TestMethod]
    [DataRow("/nonexistent/ipmitool", "cannot be started")]
    [DataRow("/bin/false", "ended with 1")]
    public async Task AskAsync_ProgramMissingOrFailing_SaysWhy(string program, string reason)
    {
        using var tool = InBand(program);

        var answer = await tool.AskAsync(["-c", "sdr", "elist"], context.CancellationToken);

        Assert.AreEqual(BmcOutcome.Failed, answer.Outcome);
        StringAssert.Contains(answer.Text, reason);
    }

    [TestMethod]
    [DataRow("-c sdr elist", true)]
    [DataRow("sel elist", true)]
    [DataRow("sel elist last 64", true)]
    [DataRow("sensor", true)]
    [DataRow("sdr dump /tmp/other", false)]
    [DataRow("chassis status", false)]
    public async Task AskAsync_SensorRecordsKept_AreGivenToWhatNeedsThem(string command, bool given)
    {
        stage.Write("bmc.sdr", "records");
        using var tool = InBand(Script("says", "echo \"$*\""));

        var answer = await tool.AskAsync(command.Split(' '), context.CancellationToken);

        Assert.AreEqual(given, answer.Text.Contains("-S ", StringComparison.Ordinal), answer.Text);
    }

    [TestMethod]
    public async Task AskAsync_ProgramHangsOrFloods_IsEnded()
    {
        using var hanging = InBand(Script("hang", "sleep 600 & wait"));
        StringAssert.Contains((await hanging.AskAsync(["sdr"], context.CancellationToken)).Text, "did not end within");

        using var flooding = InBand(Script("flood", "while :; do echo 0123456789012345678901234567890123456789; done"));
        var answer = await flooding.AskAsync(["sdr"], context.CancellationToken);
        Assert.AreEqual(BmcOutcome.Failed, answer.Outcome);
    }

    [TestMethod]
    public async Task AskAsync_CommandUnknownToTheBmc_IsNotSupported()
    {
        using var tool = InBand(Script("dcmi", "echo >&2; echo '    DCMI request failed because: Invalid command (c1)' >&2; exit 1"));

        Assert.AreEqual(BmcOutcome.NotSupported, (await tool.AskAsync(["dcmi", "power", "reading"], context.CancellationToken)).Outcome);
    }

    /// <summary>Else ipmitool reads the registry of all enterprises, five megabytes, each time that it starts.</summary>
    [TestMethod]
    public async Task AskAsync_EachCall_HasAHomeWithTheMakersNames()
    {
        using var tool = InBand(Script("home", "cat \"$HOME/.local/usr/share/misc/enterprise-numbers.txt\""));

        var answer = await tool.AskAsync(["mc", "info"], context.CancellationToken);

        StringAssert.Contains(answer.Text, "10876\n  Super Micro Computer Inc.\n");
    }

    [TestMethod]
    public void Refusal_PasswordFileThatOthersRead_IsNamed()
    {
        var file = stage.Write("password", "secret");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        using var tool = new IpmiTool(Lan(623, file), TimeProvider.System);

        StringAssert.Contains(tool.Refusal(), "0600");
    }

    private static string Names(FrameWriter frame) =>
        string.Join(", ", frame.Take().Bmc.Sensors.Select(sensor => $"{sensor.Number} {sensor.Name} {sensor.UpperCritical}"));

    /// <summary>One life of the source: until it has told what the cause makes the BMC log.</summary>
    private async Task WatchAsync(IpmiTool tool, EventList events, Action cause, string expected)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        await using var light = new IdentifyLight(tool, TimeProvider.System);
        var own = ReachedBmc.Of("", tool, light, TimeProvider.System);
        var watching = new SelSource(own, TimeProvider.System).RunAsync(events, ended.Token);
        cause();
        await Until.Async(
            expected,
            async stop =>
            {
                await own.Reader.ReadAsync(stop); // tells that the log has changed
                return events.All.Any(happened => happened.Text.Contains(expected, StringComparison.Ordinal));
            },
            seen => seen,
            context.CancellationToken);
        await ended.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => watching);
    }

    private static ReachedBmcs Own(IpmiTool tool, IdentifyLight light) => new(ReachedBmc.Of("", tool, light, TimeProvider.System), []);

    private IpmiTool Tool(IpmiSim sim) => new(Lan(sim.Port, sim.PasswordFile), TimeProvider.System);

    private BmcOptions Lan(int port, string passwordFile) => new()
    {
        Mode = BmcMode.LanPlus,
        Host = "127.0.0.1",
        Port = port,
        User = IpmiSim.User,
        PasswordFile = passwordFile,
        CipherSuite = 3,
        DataFolder = stage.Root,
    };

    private IpmiTool InBand(string program) => new(
        new BmcOptions { Mode = BmcMode.Open, IpmiTool = program, TimeOut = TimeSpan.FromSeconds(1), DataFolder = stage.Root },
        TimeProvider.System);

    private string Script(string name, string body)
    {
        var file = stage.Write(name, "#!/bin/sh\n" + body + "\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return file;
    }
}
