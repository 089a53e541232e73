using SovereignFleet.Agent.Bmc;
using SovereignFleet.Agent.Bmc.Chassis;
using SovereignFleet.Agent.Bmc.Console;
using SovereignFleet.Agent.Bmc.Gateway;
using SovereignFleet.Agent.Bmc.Ipmi;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Bmc;

/// <summary>What a gateway does by another Host's BMC, before a simulated one.</summary>
[TestClass]
public sealed class BmcCommandTests(TestContext context) : IAsyncDisposable
{
    private const string Host = "gpu-yul1-07";
    private readonly Stage stage = new(context.WriteLine);

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [TestMethod]
    public async Task PowerCycle_OfAnotherHost_IsReadAsOffAndAsOn()
    {
        var sim = await SimAsync();
        await using var reached = Reached(sim);

        var steps = new List<string>();
        var answer = await reached.Commands.PowerCycleAsync(Host, steps.Add, context.CancellationToken);

        Assert.AreEqual((BmcOutcome.Ok, "on"), (answer.Outcome, answer.Proof["power_before"]), answer.Text);
        Assert.IsTrue(answer.Proof.ContainsKey("power_off_at") && answer.Proof.ContainsKey("power_on_at"));
        Assert.IsTrue(sim.PowerIsOn);
        var switched = sim.Chassis.Where(line => line.Contains(" set power ", StringComparison.Ordinal)).Select(line => line[^1]).ToArray();
        Assert.AreEqual("01", new string(switched), string.Join('\n', sim.Chassis));
        Assert.AreEqual("power-off-asked power-off-seen", string.Join(' ', steps));
    }

    [TestMethod]
    public async Task CaptureConsole_HostSpeaks_KeepsWhatItSaidAndEndsTheSession()
    {
        Needs.Programs("ipmi_sim", "sdrcomp", "ipmitool");
        var sim = await IpmiSim.StartAsync(stage, "console", context.CancellationToken);
        await using var reached = Reached(sim);
        using var speaking = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        var speech = SpeakAsync(sim.Console, speaking.Token);

        var answer = await reached.Commands.CaptureConsoleAsync(Host, TimeSpan.FromSeconds(3), context.CancellationToken);
        // The first session is closed: a second one is not shut out.
        var again = await reached.Commands.CaptureConsoleAsync(Host, TimeSpan.FromSeconds(2), context.CancellationToken);
        await speaking.CancelAsync();
        await speech;

        Assert.IsTrue(answer.IsOk, answer.Text);
        StringAssert.Contains(answer.Text, "Kernel panic - not syncing");
        StringAssert.Contains(answer.Proof["last_lines"], "Kernel panic - not syncing");
        Assert.DoesNotContain("SOL Session", answer.Text);
        Assert.DoesNotContain("terminated", answer.Text);
        Assert.DoesNotContain("\u001b", answer.Proof["last_lines"]);
        Assert.IsTrue(again.IsOk, again.Text);
    }

    [TestMethod]
    public async Task AnyCommand_HostOfNobody_IsRefusedWithTheNamesThatThereAre()
    {
        var commands = new BmcCommands(
            new ReachedBmcs(Reach("", 1), [Reach(Host, 1)]), new PowerSwitch(TimeProvider.System), new ConsoleCapture());

        var answer = await commands.ReadPowerAsync("gpu-yul1-99", context.CancellationToken);

        Assert.AreEqual(BmcOutcome.Refused, answer.Outcome);
        StringAssert.Contains(answer.Text, "not the BMC gateway of gpu-yul1-99");
        StringAssert.Contains(answer.Text, Host);
    }

    [TestMethod]
    [DataRow(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, "secret", "0600")]
    [DataRow(UnixFileMode.UserRead | UnixFileMode.UserWrite, "", "empty")]
    public async Task AnyCommand_PasswordFileUnfit_IsNotAskedWith(UnixFileMode mode, string password, string why)
    {
        var file = stage.Write("unfit", password);
        File.SetUnixFileMode(file, mode);
        var bmc = Reach(Host, 1, file);

        var answer = await bmc.Tool.AskAsync(["mc", "info"], context.CancellationToken);

        StringAssert.Contains(answer.Text, why);
        StringAssert.Contains(answer.Text, "Gateway:0:PasswordFile");
        Assert.AreEqual(0, bmc.Tool.Calls);
    }

    [TestMethod]
    public async Task Reader_BmcAway_IsLeftAloneForAWhileButACommandAsksAtOnce()
    {
        Needs.Programs("ipmitool");
        var file = stage.Write("password", "secret");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var bmc = Reach(Host, FreePort.Next(), file);

        await Assert.ThrowsExactlyAsync<IOException>(() => bmc.Reader.ReadAsync(context.CancellationToken));
        var why = await Assert.ThrowsExactlyAsync<IOException>(() => bmc.Reader.ReadAsync(context.CancellationToken));

        StringAssert.Contains(why.Message, "asked again in");
        Assert.AreEqual(1, bmc.Tool.Calls);
        Assert.IsFalse((await bmc.Tool.AskAsync(["mc", "info"], context.CancellationToken)).IsOk);
        Assert.AreEqual(2, bmc.Tool.Calls);
    }

    [TestMethod]
    public async Task Reader_EachPeriod_IsOneProcess()
    {
        var sim = await SimAsync();
        await using var reached = Reached(sim);
        await reached.Bmc.Reader.ReadAsync(context.CancellationToken);
        var before = reached.Bmc.Tool.Calls;

        await reached.Bmc.Reader.ReadAsync(context.CancellationToken);

        Assert.AreEqual(before + 1, reached.Bmc.Tool.Calls);
    }

    private async Task<IpmiSim> SimAsync()
    {
        Needs.Programs("ipmi_sim", "sdrcomp", "ipmitool");
        return await IpmiSim.StartAsync(stage, "other", context.CancellationToken);
    }

    private static async Task SpeakAsync(SerialConsole console, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            console.Say("\u001b[31m[   97.5] Kernel panic - not syncing: Fatal exception\u001b[0m\r\n");
            await Task.Delay(100, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private ReachedSim Reached(IpmiSim sim) => new(Reach("", 1), Reach(Host, sim.Port, sim.PasswordFile));

    private ReachedBmc Reach(string host, int port, string passwordFile = "/nonexistent")
    {
        var tool = new IpmiTool(
            new BmcOptions
            {
                Section = "Gateway:0",
                Mode = BmcMode.LanPlus,
                Host = "127.0.0.1",
                Port = port,
                User = IpmiSim.User,
                PasswordFile = passwordFile,
                CipherSuite = 3,
                DataFolder = stage.Folder("reach-" + host),
            },
            TimeProvider.System);
        return ReachedBmc.Of(host, tool, new IdentifyLight(tool, TimeProvider.System), TimeProvider.System);
    }

    private sealed class ReachedSim(ReachedBmc own, ReachedBmc other) : IAsyncDisposable
    {
        public ReachedBmc Bmc => other;

        public BmcCommands Commands { get; } = new(new ReachedBmcs(own, [other]), new PowerSwitch(TimeProvider.System), new ConsoleCapture());

        public async ValueTask DisposeAsync()
        {
            await other.Light.DisposeAsync();
            other.Tool.Dispose();
            own.Tool.Dispose();
        }
    }
}
