using Outcome = SovereignFleet.Proto.Link.CommandResult.Types.Outcome;
using SovereignFleet.Agent.Commands;
using SovereignFleet.Agent.Commands.Actions.Diagnose;
using SovereignFleet.Agent.Commands.Actions.GpuReset;
using SovereignFleet.Agent.Commands.Limits;
using SovereignFleet.Agent.Gpu.Nvidia.Driver;
using SovereignFleet.Agent.Runtime.Programs;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Agent.Gpu;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Commands.Actions;

/// <summary>Diagnostics with shell scripts in the place of dcgmi and of our own check, on the stand-in NVML.</summary>
[TestClass]
[DoNotParallelize]
public sealed class DiagnoseTests(TestContext context) : IDisposable
{
    private readonly CommandsScene scene = new();

    public void Dispose() => scene.Dispose();

    [TestMethod]
    public async Task Diagnose_BothInstalled_TellsBothAndSendsTheWholeReports()
    {
        using var fake = await FakeDriver.StartAsync();
        fake.Driver.EnsureOpen();
        await File.WriteAllTextAsync(scene.Folder.Below("report.json"), DcgmReportTests.Four, context.CancellationToken);
        // It ends with another code than 0 where a test failed.
        var dcgmi = new FakeProgram(scene.Folder, "dcgmi", $"cat '{scene.Folder.Below("report.json")}'; exit 226");
        var check = new FakeProgram(scene.Folder, "check", "echo '{\"sentence\":\"1 GPU passed 5 tests\"}'");

        var result = await DiagnoseAsync(fake, dcgmi.Path, check.Path, 2, fake.Driver.Slots[1].Uuid);

        Assert.AreEqual(Outcome.Done, result.Outcome, result.Text);
        Assert.AreEqual("failed passed", $"{result.Proof["dcgmi"]} {result.Proof["cuda_check"]}");
        Assert.Contains("memory on GPU 1: A memory mismatch was found.", result.Text);
        Assert.Contains("1 GPU passed 5 tests", result.Text);
        Assert.AreEqual("diag -r 2 -j -i 1", dcgmi.Calls.Single());
        Assert.AreEqual($"--level 2 --seconds 300 --gpu {fake.Driver.Slots[1].Uuid}", check.Calls.Single());
        Assert.AreEqual("dcgmi-diag.json cuda-check.json", string.Join(' ', result.Files.Select(Path.GetFileName)));
        Assert.AreEqual(DcgmReportTests.Four, await File.ReadAllTextAsync(result.Files[0], context.CancellationToken));
    }

    [TestMethod]
    public async Task Diagnose_NothingInstalled_FailsAndNamesBothPrograms()
    {
        using var fake = await FakeDriver.StartAsync();

        var result = await DiagnoseAsync(fake, scene.Folder.Below("no-dcgmi"), scene.Folder.Below("no-check"), 1);

        Assert.AreEqual(Outcome.Failed, result.Outcome);
        Assert.Contains("no-dcgmi cannot be started", result.Text);
        Assert.Contains("no-check cannot be started", result.Text);
        Assert.AreEqual("not installed, not installed", $"{result.Proof["dcgmi"]}, {result.Proof["cuda_check"]}");
        Assert.IsEmpty(result.Files);
    }

    [TestMethod]
    public async Task Diagnose_UuidWithALineBreak_RefusesAndStartsNothing()
    {
        using var fake = await FakeDriver.StartAsync();
        var dcgmi = new FakeProgram(scene.Folder, "dcgmi", "true");

        var result = await DiagnoseAsync(fake, dcgmi.Path, dcgmi.Path, 1, "GPU-5eed0001-0000-4000-8000-000000020000\n");

        Assert.AreEqual(Outcome.Refused, result.Outcome);
        Assert.IsEmpty(dcgmi.Calls);
    }

    [TestMethod]
    public async Task Diagnose_AllSkipped_HasNotPassed()
    {
        using var fake = await FakeDriver.StartAsync();
        var dcgmi = new FakeProgram(scene.Folder, "dcgmi", """
            echo '{"DCGM Diagnostic": {"test_categories": [{"tests": [{"name": "memory", "results": [{"entity_id": 0, "status": "Skip"}]}]}]}}'
            """);

        var result = await DiagnoseAsync(fake, dcgmi.Path, scene.Folder.Below("no-check"), 3);

        Assert.AreEqual("nothing was tested", result.Proof["dcgmi"]);
    }

    [TestMethod]
    public async Task Diagnose_CheckBuiltWithoutCuda_IsToldAndDoesNotCountAsRun()
    {
        using var fake = await FakeDriver.StartAsync();
        var check = new FakeProgram(scene.Folder, "check", "echo '{\"sentence\":\"This program was built without CUDA\"}'; exit 3");

        var result = await DiagnoseAsync(fake, scene.Folder.Below("no-dcgmi"), check.Path, 1);

        Assert.AreEqual(Outcome.Failed, result.Outcome);
        Assert.AreEqual("was built without CUDA", result.Proof["cuda_check"]);
    }

    private Task<CommandOutcome> DiagnoseAsync(FakeDriver fake, string dcgmi, string check, uint level, params string[] gpus)
    {
        var options = scene.Options with { Programs = new CommandPrograms { Dcgmi = dcgmi, Diagnostics = check } };
        var runner = new ProgramRunner();
        var action = new DiagnoseAction(
            runner, new CudaCheck(runner, options, TimeProvider.System), new GpuProbe(new NvidiaControl(fake.Driver), TimeProvider.System), options, TimeProvider.System);
        return action.RunAsync(new Command { Diagnose = new Diagnose { Level = level, GpuUuids = { gpus } } }, context.CancellationToken);
    }
}
