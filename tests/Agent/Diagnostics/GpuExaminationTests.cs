using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Diagnostics;
using SovereignFleet.Diagnostics.Checks;
using SovereignFleet.Diagnostics.Gpus;
using SovereignFleet.Diagnostics.Reports;

namespace SovereignFleet.Tests.Agent.Diagnostics;

/// <summary>The examination of GPUs that are arrays: what counts as passed, failed and unfinished.</summary>
[TestClass]
public sealed class GpuExaminationTests
{
    private readonly FakeTimeProvider time = new();

    [TestMethod]
    public void Run_WholeGpus_Pass()
    {
        var gpus = new SoftGpus(2);

        var report = Run(gpus);

        Assert.AreEqual((Verdict.Passed, ExitCode.Passed, "2 GPUs passed, 0 failed, 0 unfinished"), (report.Verdict, ExitCode.Of(report), report.Sentence));
        Assert.AreEqual(
            "memory compute copy-host-to-device copy-device-to-host copy-device-to-device", string.Join(' ', report.Gpus[0].Checks.Select(check => check.Name)));
        Assert.AreEqual(36_000, report.Gpus[0].Checks[0].Figures["bytes"]);
        Assert.IsTrue(gpus[0].IsReleased);
    }

    [TestMethod]
    public void Run_StuckBits_FailAndNameTheirPlace()
    {
        var gpus = new SoftGpus(2);
        gpus[1].Stuck = (1234, 4);

        var report = Run(gpus);

        Assert.AreEqual(ExitCode.Failed, ExitCode.Of(report));
        Assert.AreEqual((Verdict.Passed, Verdict.Failed), (report.Gpus[0].Verdict, report.Gpus[1].Verdict));
        var memory = report.Gpus[1].Checks[0];
        Assert.IsTrue(memory.Faults.All(fault => fault.Place == 1234 && (fault.Found ^ fault.Expected) == 4));
        // 31 of the 32 walking ones lack the bit, and so do the address 0x4D2 and 0xAAAAAAAA, but not 0x55555555.
        Assert.AreEqual(33, memory.Figures["wrong_words"]);
        Assert.HasCount(16, memory.Faults);
    }

    [TestMethod]
    public void Run_WrongResultOrWrongCopy_Fails()
    {
        var gpus = new SoftGpus(2);
        gpus[0].ComputesWrong = true;
        gpus[1].CopiesWrong = true;

        var report = Run(gpus);

        Assert.Contains("GPU 0: 1 of 1048576 chains had a wrong result", report.Sentence);
        Assert.Contains("GPU 1: what arrived is not what was sent", report.Sentence);
    }

    [TestMethod]
    [DataRow(false, Verdict.Failed, 1)]
    [DataRow(true, Verdict.Unfinished, 2)]
    public void Run_DriverGivesUp_FailsUnlessThatSaysNothingOfTheGpu(bool nothing, object verdict, int exitCode)
    {
        var gpus = new SoftGpus(2);
        gpus[0].Fault = new GpuFault("read memory: CUDA says ErrorECCUncorrectable", null) { SaysNothingOfTheGpu = nothing };

        var report = Run(gpus);

        Assert.AreEqual((verdict, exitCode), (report.Gpus[0].Verdict, ExitCode.Of(report)));
        Assert.HasCount(1, report.Gpus[0].Checks);
        Assert.AreEqual(Verdict.Passed, report.Gpus[1].Verdict);
        Assert.EndsWith("unfinished: GPU 0: read memory: CUDA says ErrorECCUncorrectable", report.Sentence);
    }

    [TestMethod]
    public void Run_TooHot_StopsAndIsUnfinished()
    {
        var gpus = new SoftGpus(1);
        gpus[0].AfterEachFill = () => gpus.Heat = 91;

        var report = Run(gpus);

        Assert.AreEqual((Verdict.Unfinished, ExitCode.CouldNotRun), (report.Verdict, ExitCode.Of(report)));
        Assert.Contains("stopped at 91 °C", report.Gpus[0].Checks[0].Text);
        Assert.AreEqual(1, report.Gpus[0].Checks[0].Figures["patterns"]);
        Assert.AreEqual(91, report.Gpus[0].HottestCelsius);
    }

    [TestMethod]
    public void Run_TimeOver_IsUnfinishedAndAFaultFoundBeforeStillCounts()
    {
        var gpus = new SoftGpus(1);
        gpus[0].AfterEachFill = () => time.Advance(TimeSpan.FromSeconds(200));
        Assert.AreEqual(Verdict.Unfinished, Run(gpus).Verdict);

        gpus[0].Stuck = (0, 0x10);
        Assert.AreEqual(Verdict.Failed, Run(gpus).Verdict);
    }

    [TestMethod]
    public void Run_NoThermometer_GoesOnAndTellsNoTemperature()
    {
        var gpus = new SoftGpus(1) { Heat = null };

        var report = Run(gpus);

        Assert.AreEqual(Verdict.Passed, report.Verdict);
        Assert.IsFalse(JsonDocument.Parse(ReportJson.Of(report)).RootElement.GetProperty("gpus")[0].TryGetProperty("hottest_celsius", out _));
    }

    [TestMethod]
    public void Run_AskedForOneThatIsNotHere_IsNotPassed()
    {
        var report = Run(new SoftGpus(2), "--gpu", "GPU-1", "--gpu", "GPU-9");

        Assert.AreEqual(ExitCode.CouldNotRun, ExitCode.Of(report));
        Assert.AreEqual("GPU-1", report.Gpus.Single().Gpu.Uuid);
        Assert.Contains("GPU-9", report.Reason);
        Assert.AreEqual(ExitCode.CouldNotRun, ExitCode.Of(Run(new SoftGpus(0))));
    }

    [TestMethod]
    public void Json_OfAFailedRun_CarriesFiguresAndFaults()
    {
        var gpus = new SoftGpus(1);
        gpus[0].Stuck = (7, 0x80000000);

        using var json = JsonDocument.Parse(ReportJson.Of(Run(gpus)));

        var memory = json.RootElement.GetProperty("gpus")[0].GetProperty("checks")[0];
        Assert.AreEqual("failed", json.RootElement.GetProperty("verdict").GetString());
        Assert.AreEqual(36_000, memory.GetProperty("bytes").GetInt64());
        Assert.AreEqual("7 0x00000007 0x80000007", string.Join(' ', memory.GetProperty("first_faults")[0].EnumerateObject().Select(field => field.Value.ToString())));
        Assert.AreEqual(60, json.RootElement.GetProperty("gpus")[0].GetProperty("hottest_celsius").GetInt32());
    }

    private CheckReport Run(SoftGpus gpus, params string[] arguments) => new GpuExamination(gpus, gpus, time).Run(CheckArguments.Parse(arguments));
}
