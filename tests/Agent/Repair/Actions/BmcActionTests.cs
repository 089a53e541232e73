using SovereignFleet.Agent.Bmc;
using SovereignFleet.Agent.Bmc.Gateway;
using SovereignFleet.Agent.Bmc.Ipmi;
using SovereignFleet.Agent.Programs;
using SovereignFleet.Agent.Repair;
using SovereignFleet.Agent.Repair.Actions;
using SovereignFleet.Agent.Sensing;
using SovereignFleet.Agent.Spool;
using SovereignFleet.Agent.Uplink;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Support;
using Outcome = SovereignFleet.Proto.Link.CommandResult.Types.Outcome;

namespace SovereignFleet.Tests.Agent.Repair.Actions;

/// <summary>What is done by the BMC, with a shell script in the place of ipmitool.</summary>
[TestClass]
public sealed class BmcActionTests(TestContext context) : IDisposable
{
    private readonly RepairScene scene = new();

    public void Dispose() => scene.Dispose();

    [TestMethod]
    public async Task PowerCycle_BmcRefuses_FailsAtOnceWithItsWords()
    {
        var bmc = Bmc("case \"$*\" in *'power cycle') echo 'Set Chassis Power Control to Cycle failed: Command not supported in present state' >&2; exit 1;; esac");

        var result = await new PowerCycleAction(bmc).RunAsync(new Command { PowerCycle = new PowerCycle() }, context.CancellationToken);

        Assert.AreEqual(Outcome.Failed, result.Outcome);
        Assert.Contains("not supported in present state", result.Text);
    }

    [TestMethod]
    public async Task PowerCycle_OfAHostThatThisAgentIsNoGatewayOf_IsRefused()
    {
        var result = await new PowerCycleAction(Bmc("true")).RunAsync(
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

    private BmcCommands Bmc(string script)
    {
        var password = scene.Folder.Below("password");
        File.WriteAllText(password, "secret");
        File.SetUnixFileMode(password, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var options = new BmcOptions
        {
            Mode = BmcMode.LanPlus,
            Host = "127.0.0.1",
            PasswordFile = password,
            IpmiTool = new FakeProgram(scene.Folder, "ipmitool", script).Path,
            DataFolder = scene.Folder.Path,
        };
        var tool = new IpmiTool(options, TimeProvider.System);
        var own = ReachedBmc.Of("", tool, new IdentifyLight(tool, TimeProvider.System), TimeProvider.System);
        return new BmcCommands(new ReachedBmcs(own, []), new PowerSwitch(TimeProvider.System), new ConsoleCapture());
    }
}
