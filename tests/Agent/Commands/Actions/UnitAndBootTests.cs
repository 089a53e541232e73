using Microsoft.Extensions.Configuration;
using SovereignFleet.Agent.Commands;
using SovereignFleet.Agent.Commands.Actions;
using SovereignFleet.Agent.Commands.Limits;
using SovereignFleet.Agent.Runtime.Programs;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Support;
using Outcome = SovereignFleet.Proto.Link.CommandResult.Types.Outcome;

namespace SovereignFleet.Tests.Agent.Commands.Actions;

/// <summary>Restarting a unit and the Host, with a shell script in the place of systemctl.</summary>
[TestClass]
public sealed class UnitAndBootTests(TestContext context) : IDisposable
{
    private readonly CommandsScene scene = new();

    public void Dispose() => scene.Dispose();

    [TestMethod]
    [DataRow("echo second > run", Outcome.Done, "active since")]
    [DataRow("true", Outcome.Failed, "the same run as before")]
    [DataRow("echo failed > state; echo second > run", Outcome.Failed, "it is failed now")]
    [DataRow("echo 'Interactive authentication required.' >&2; exit 1", Outcome.Failed, "Interactive authentication required.")]
    public async Task RestartUnit_SystemctlDoesIt_ResultIsWhatItShowsAfterwards(string restart, Outcome outcome, string said)
    {
        var systemctl = Systemctl($"cd '{scene.Folder.Path}'\n[ -f run ] || echo first > run; [ -f state ] || echo active > state\n"
            + $"case \"$*\" in *restart*) {restart};; *show*) echo LoadState=loaded; echo \"ActiveState=$(cat state)\"; echo \"InvocationID=$(cat run)\"; "
            + "echo 'ActiveEnterTimestamp=Sun 2026-03-01 11:58:03 UTC';; esac");

        var result = await RestartAsync(systemctl, "vllm.service");

        Assert.AreEqual(outcome, result.Outcome, result.Text);
        Assert.Contains(said, result.Text);
        Assert.AreEqual("first", result.Proof["invocation_before"]);
        Assert.AreEqual("--no-ask-password restart vllm.service", systemctl.Calls[1]);
    }

    [TestMethod]
    [DataRow("vllm.service", 0)]
    [DataRow("vllm.service\n", 1)]
    [DataRow("--help", 1)]
    public void Units_OfTheSettings_AreWholeNames(string unit, int faults)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>("Commands:Units:0", unit)]).Build();
        Assert.HasCount(faults, CommandSettings.Read(settings).Faults);
    }

    [TestMethod]
    public async Task RestartUnit_NotOnTheList_RefusesAndAsksNobody()
    {
        var systemctl = Systemctl("true");

        var result = await RestartAsync(systemctl, "sshd.service");

        Assert.AreEqual(Outcome.Refused, result.Outcome);
        Assert.IsEmpty(systemctl.Calls);
    }

    [TestMethod]
    public async Task Reboot_SystemctlRefuses_FailsAtOnceWithItsWords()
    {
        var systemctl = Systemctl("echo 'Call to Reboot failed: Access denied' >&2; exit 1");

        var result = await Reboot(systemctl).RunAsync(new Command { Reboot = new Reboot() }, context.CancellationToken);

        Assert.AreEqual(Outcome.Failed, result.Outcome);
        Assert.Contains("Access denied", result.Text);
        Assert.AreEqual("--no-ask-password reboot", systemctl.Calls.Single());
    }

    [TestMethod]
    public async Task Reboot_StillHereLongAfter_FailsWithTheBootAsProof()
    {
        var result = await Reboot(Systemctl("true")).RunAsync(new Command { Reboot = new Reboot() }, context.CancellationToken);

        Assert.AreEqual(Outcome.Failed, result.Outcome);
        Assert.AreEqual("boot-1", result.Proof["boot_id_after"]);
    }

    private FakeProgram Systemctl(string script) => new(scene.Folder, "systemctl", script);

    private CommandOptions Options(FakeProgram systemctl) => scene.Options with
    {
        Units = new HashSet<string> { "vllm.service" },
        Programs = new CommandPrograms { Systemctl = systemctl.Path },
        BootTimeOut = TimeSpan.FromMilliseconds(100),
    };

    private Task<CommandOutcome> RestartAsync(FakeProgram systemctl, string unit) =>
        new RestartUnitAction(new ProgramRunner(), Options(systemctl), TimeProvider.System)
            .RunAsync(new Command { RestartUnit = new RestartUnit { Unit = unit } }, context.CancellationToken);

    private RebootAction Reboot(FakeProgram systemctl) => new(new ProgramRunner(), Options(systemctl), TimeProvider.System);
}
