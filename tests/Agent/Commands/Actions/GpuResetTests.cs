using Outcome = SovereignFleet.Proto.Link.CommandResult.Types.Outcome;
using SovereignFleet.Agent.Commands;
using SovereignFleet.Agent.Commands.Actions.GpuReset;
using SovereignFleet.Agent.Commands.Limits;
using SovereignFleet.Agent.Gpu.Nvidia.Driver;
using SovereignFleet.Agent.Runtime.Programs;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Agent.Gpu;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Commands.Actions;

/// <summary>Resetting a GPU of the stand-in NVML, with a shell script in the place of nvidia-smi.</summary>
[TestClass]
[DoNotParallelize]
public sealed class GpuResetTests(TestContext context) : IDisposable
{
    private readonly CommandsScene scene = new();

    public void Dispose() => scene.Dispose();

    [TestMethod]
    public async Task Reset_IdleGpu_LetsGoOfTheDriverAndReadsItAfterwards()
    {
        using var fake = await FakeDriver.StartAsync();
        var smi = Smi("case \"$*\" in *--gpu-reset*) echo 'GPU 00000000:05:00.0 was successfully reset.';; esac");

        var result = await ResetAsync(fake, smi, evenIfBusy: false);

        Assert.AreEqual(Outcome.Done, result.Outcome, result.Text);
        Assert.AreEqual("none yes none", $"{result.Proof["processes"]} {result.Proof["readable_after"]} {result.Proof["recovery_action_after"]}");
        Assert.Contains("successfully reset", result.Proof["driver"]);
        Assert.StartsWith("--gpu-reset -i GPU-", smi.Calls[^1]);
        Assert.IsTrue(fake.Driver.Slots.All(slot => slot.Device is not null));
    }

    [TestMethod]
    [DataRow("echo '4711, /usr/bin/python3'", "4711, /usr/bin/python3")]
    [DataRow("echo 'Unable to determine the device handle'; exit 15", "cannot be told")]
    public async Task Reset_BusyOrUnknown_RefusesUnlessOrderedAllTheSame(string query, string said)
    {
        using var fake = await FakeDriver.StartAsync();
        var smi = Smi($"case \"$*\" in *--query-compute-apps*) {query};; esac");

        var refused = await ResetAsync(fake, smi, evenIfBusy: false);
        Assert.AreEqual(Outcome.Refused, refused.Outcome);
        Assert.Contains(said, refused.Text);
        Assert.HasCount(1, smi.Calls);

        Assert.AreEqual(Outcome.Done, (await ResetAsync(fake, smi, evenIfBusy: true)).Outcome);
    }

    [TestMethod]
    public async Task Reset_DriverRefuses_FailsWithItsWordsAndTheGpuIsReadAgain()
    {
        using var fake = await FakeDriver.StartAsync();
        var smi = Smi("case \"$*\" in *--gpu-reset*) echo 'GPU 00000000:05:00.0 is currently in use by another client.'; exit 19;; esac");

        var result = await ResetAsync(fake, smi, evenIfBusy: false);

        Assert.AreEqual(Outcome.Failed, result.Outcome);
        Assert.Contains("in use by another client", result.Text);
        Assert.AreEqual("yes", result.Proof["readable_after"]);
    }

    [TestMethod]
    [DataRow("0 --help")]
    [DataRow("GPU-5eed0001-0000-4000-8000-000000020000\n")]
    public async Task Reset_NoUuid_RefusesAndStartsNothing(string uuid)
    {
        using var fake = await FakeDriver.StartAsync();
        var smi = Smi("true");

        var result = await ActionOf(fake, smi).RunAsync(
            new Command { GpuReset = new GpuReset { GpuUuid = uuid } }, context.CancellationToken);

        Assert.AreEqual(Outcome.Refused, result.Outcome);
        Assert.IsEmpty(smi.Calls);
    }

    private FakeProgram Smi(string script) => new(scene.Folder, "nvidia-smi", script);

    private GpuResetAction ActionOf(FakeDriver fake, FakeProgram smi) => new(
        new ProgramRunner(), new GpuProbe(new NvidiaControl(fake.Driver), TimeProvider.System),
        scene.Options with { Programs = new CommandPrograms { NvidiaSmi = smi.Path } }, TimeProvider.System);

    private Task<CommandOutcome> ResetAsync(FakeDriver fake, FakeProgram smi, bool evenIfBusy)
    {
        fake.Driver.EnsureOpen();
        var uuid = fake.Driver.Slots[0].Uuid;
        return ActionOf(fake, smi).RunAsync(
            new Command { GpuReset = new GpuReset { GpuUuid = uuid, EvenIfBusy = evenIfBusy } }, context.CancellationToken);
    }
}
