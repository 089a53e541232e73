using Microsoft.Extensions.Logging.Abstractions;
using SovereignFleet.Agent.Bmc;
using SovereignFleet.Agent.Bmc.Chassis;
using SovereignFleet.Agent.Bmc.Console;
using SovereignFleet.Agent.Bmc.Gateway;
using SovereignFleet.Agent.Bmc.Ipmi;
using SovereignFleet.Agent.Commands.Actions;
using SovereignFleet.Agent.Commands.Actions.Logs;
using SovereignFleet.Agent.Commands.History;
using SovereignFleet.Agent.Commands.Limits;
using SovereignFleet.Agent.Sensing.Hardware;
using SovereignFleet.Agent.Spool;
using SovereignFleet.Agent.Spool.Files;
using SovereignFleet.Agent.Uplink.Identity;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Support;
using Outcome = SovereignFleet.Proto.Link.CommandResult.Types.Outcome;

namespace SovereignFleet.Tests.Agent.Commands.Actions;

/// <summary>What is done by the BMC, with a shell script in the place of ipmitool.</summary>
[TestClass]
public sealed class BmcActionTests(TestContext context) : IDisposable
{
    private readonly CommandsScene scene = new();
    private FakeProgram? tool;

    public void Dispose() => scene.Dispose();

    [TestMethod]
    public async Task PowerCycle_BmcRefuses_FailsAtOnceWithItsWords()
    {
        var bmc = Bmc("case \"$*\" in *'power cycle') echo 'Set Chassis Power Control to Cycle failed: Command not supported in present state' >&2; exit 1;; esac");

        var result = await Cycle(bmc).RunAsync(new Command { PowerCycle = new PowerCycle() }, context.CancellationToken);

        Assert.AreEqual(Outcome.Failed, result.Outcome);
        Assert.Contains("not supported in present state", result.Text);
    }

    [TestMethod]
    public async Task PowerCycle_OfAHostThatThisAgentIsNoGatewayOf_IsRefused()
    {
        var result = await Cycle(Bmc("true")).RunAsync(
            new Command { PowerCycle = new PowerCycle(), BmcOf = "gpu-test-07" }, context.CancellationToken);

        Assert.AreEqual(Outcome.Refused, result.Outcome);
        Assert.Contains("gpu-test-07", result.Text);
    }

    [TestMethod]
    public async Task CaptureConsole_SomethingIsShown_ComesAsAFileWithTheLastLinesAsProof()
    {
        var bmc = Bmc("case \"$*\" in *'sol activate') echo '[SOL Session operational.  Use ~? for help]'; echo 'Kernel panic - not syncing'; sleep 60;; esac");
        using var spool = MessageSpool.Open(new SpoolOptions { Folder = scene.Folder.Below("other-spool") });
        var action = new CaptureConsoleAction(bmc, State(spool), scene.Options, TimeProvider.System);

        var result = await action.RunAsync(
            new Command { CaptureConsole = new CaptureConsole { Length = Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(TimeSpan.FromSeconds(1)) } },
            context.CancellationToken);

        Assert.AreEqual(Outcome.Done, result.Outcome, result.Text);
        Assert.Contains("Kernel panic", result.Proof["last_lines"]);
        Assert.StartsWith("gpu-test-01-console-", Path.GetFileName(result.Files.Single()));
        Assert.Contains("Kernel panic", await File.ReadAllTextAsync(result.Files.Single(), context.CancellationToken));
    }

    [TestMethod]
    // What was noted; minutes since; the power that the BMC tells in turn -> what is made of it; whether "on" was asked
    [DataRow("", 1, "on", Outcome.Failed, "before it had asked", false)]
    [DataRow("power-off-asked", 1, "on", Outcome.Failed, "nobody saw whether it was off", false)]
    [DataRow("power-off-asked", 1, "off on", Outcome.Done, "is on again", true)]
    [DataRow("power-off-asked", 1, "on off on", Outcome.Done, "is on again", true)]
    [DataRow("power-off-asked power-off-seen", 1, "on", Outcome.Done, "is on again", true)]
    [DataRow("power-off-asked power-off-seen", 1, "away away off on", Outcome.Done, "is on again", true)]
    [DataRow("power-off-asked power-off-seen", 31, "off", Outcome.Failed, "the power is off", false)]
    public async Task PowerCycle_OfAnEarlierLife_IsFinishedOrTold(string steps, int minutes, string power, Outcome outcome, string said, bool on)
    {
        var log = scene.Log();
        log.Begin(new CommandNote("1", CommandsScene.Now.AddMinutes(-minutes), "power-cycle", "power-cycle:gpu-test-07", "boot-1"));
        foreach (var step in steps.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            log.Mark("1", step, CommandsScene.Now);
        }

        await File.WriteAllLinesAsync(scene.Folder.Below("power"), power.Split(' '), context.CancellationToken);
        var bmc = Bmc($"""
            cd '{scene.Folder.Path}'
            case "$*" in
            *'power status') head -1 power > now; [ "$(wc -l < power)" -gt 1 ] && sed -i 1d power
                [ "$(cat now)" = away ] && exit 1; echo "Chassis Power is $(cat now)";;
            esac
            """, "gpu-test-07");
        var finishing = Cycle(bmc).FinishAsync(scene.Log().Find("1")!, context.CancellationToken);
        await Until.TrueAsync("it is finished", () => { scene.Time.Advance(TimeSpan.FromSeconds(1)); return finishing.IsCompleted; }, context.CancellationToken);

        var result = (await finishing)!;
        Assert.AreEqual(outcome, result.Outcome, result.Text);
        Assert.Contains(said, result.Text);
        Assert.AreEqual(on, tool!.Calls.Any(call => call.EndsWith("power on", StringComparison.Ordinal)));
        Assert.IsFalse(tool.Calls.Any(call => call.EndsWith("power off", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task PowerCycle_IntentCannotBeNoted_SwitchesNothing()
    {
        var bmc = Bmc("echo Chassis Power is on", "gpu-test-07");
        Directory.CreateDirectory(scene.Options.LogFile);

        await Assert.ThrowsAsync<Exception>(() => new PowerCycleAction(bmc, Lost(), scene.Time, NullLogger<PowerCycleAction>.Instance).RunAsync(
            new Command { Id = "1", PowerCycle = new PowerCycle(), BmcOf = "gpu-test-07" }, context.CancellationToken));

        Assert.IsFalse(tool!.Calls.Any(call => call.EndsWith("power off", StringComparison.Ordinal)), string.Join('\n', tool.Calls));
    }

    /// <summary>Whose file cannot be written: it is a folder.</summary>
    private CommandLog Lost() => new(scene.Options);

    private PowerCycleAction Cycle(BmcCommands bmc) => new(bmc, scene.Log(), scene.Time, NullLogger<PowerCycleAction>.Instance);

    private AgentState State(MessageSpool spool) => new(
        new UplinkOptions
        {
            Server = new Uri("https://control.test"),
            HostName = "gpu-test-01",
            PkiFolder = scene.Folder.Below("pki"),
            AgentVersion = "9.9.9",
            Boot = new BootFacts("boot-1", null),
        },
        spool, scene.Options, scene.Log());

    private BmcCommands Bmc(string script, params string[] others)
    {
        var password = scene.Folder.Below("password");
        File.WriteAllText(password, "secret");
        File.SetUnixFileMode(password, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var options = new BmcOptions
        {
            Mode = BmcMode.LanPlus,
            Host = "127.0.0.1",
            PasswordFile = password,
            IpmiTool = (tool = new FakeProgram(scene.Folder, "ipmitool", script)).Path,
            DataFolder = scene.Folder.Path,
        };
        return new BmcCommands(
            new ReachedBmcs(Reach("", options), [.. others.Select(host => Reach(host, options))]),
            new PowerSwitch(others.Length > 0 ? scene.Time : TimeProvider.System), new ConsoleCapture());
    }

    private static ReachedBmc Reach(string host, BmcOptions options)
    {
        var asked = new IpmiTool(options, TimeProvider.System);
        return ReachedBmc.Of(host, asked, new IdentifyLight(asked, TimeProvider.System), TimeProvider.System);
    }
}
