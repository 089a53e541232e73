using SovereignFleet.Agent.Bmc;
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
        var sensors = new BmcSensors(tool, light, TimeProvider.System);
        var frame = new FrameWriter();

        await sensors.ReadAsync(frame, context.CancellationToken);

        var bmc = frame.Take().Bmc;
        var heat = bmc.Sensors.Single(sensor => sensor.Name == "CPU1 Temp");
        Assert.AreEqual(42, heat.Value);
        Assert.AreEqual(95, heat.UpperCritical);
        Assert.IsTrue(bmc.PowerOn);
        Assert.IsFalse(bmc.HasPowerW);
        Assert.IsFalse(bmc.HasIdentifyOn);
    }

    [TestMethod]
    public async Task Commands_SimulatedBmc_LightTheLedAndReadThePower()
    {
        Needs.Programs("ipmi_sim", "sdrcomp", "ipmitool");
        var sim = await IpmiSim.StartAsync(stage, "bmc2", context.CancellationToken);
        using var tool = Tool(sim);
        await using var light = new IdentifyLight(tool, TimeProvider.System);
        var commands = new BmcCommands(tool, light);

        Assert.AreEqual(BmcAnswer.Ok("on"), await commands.ReadPowerAsync(context.CancellationToken));
        Assert.IsTrue((await commands.IdentifyAsync(true, context.CancellationToken)).IsOk);
        Assert.IsTrue(sim.IdentifyIsOn);
        Assert.IsTrue((await commands.IdentifyAsync(false, context.CancellationToken)).IsOk);
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

    [TestMethod]
    public void Refusal_PasswordFileThatOthersRead_IsNamed()
    {
        var file = stage.Write("password", "secret");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        using var tool = new IpmiTool(Lan(623, file), new ProgramRunner(), TimeProvider.System);

        StringAssert.Contains(tool.Refusal(), "0600");
    }

    private IpmiTool Tool(IpmiSim sim) => new(Lan(sim.Port, sim.PasswordFile), new ProgramRunner(), TimeProvider.System);

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
        new ProgramRunner(),
        TimeProvider.System);

    private string Script(string name, string body)
    {
        var file = stage.Write(name, "#!/bin/sh\n" + body + "\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return file;
    }
}
