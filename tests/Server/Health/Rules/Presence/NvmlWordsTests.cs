using SovereignFleet.Agent.Gpu.Nvidia.Nvml;
using SovereignFleet.Agent.Gpu.Nvidia.Nvml.Native;
using SovereignFleet.Agent.Sensing;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Rules.Presence;
using SovereignFleet.Server.Health.Window;
using SovereignFleet.Tests.Agent.Gpu;

namespace SovereignFleet.Tests.Server.Health.Rules.Presence;

/// <summary>The server reads NVML's answer out of the agent's words: what the agent says is said here by the agent itself.</summary>
[TestClass]
[DoNotParallelize]
public sealed class NvmlWordsTests(TestContext context)
{
    [TestMethod]
    [DataRow(4, "NoPermission", "no permission")]
    [DataRow(9, "DriverNotLoaded", "the NVIDIA driver is not loaded")]
    [DataRow(10, "Other", "NVML error 10 (Timeout)")]
    [DataRow(16, "ResetRequired", "the GPU requires a reset")]
    [DataRow(18, "VersionMismatch", "driver and library have different versions")]
    [DataRow(999, "Other", "NVML error 999 (Unknown)")]
    public void Read_WhatTheAgentSays_IsUnderstood(int code, string trouble, string forAPerson)
    {
        var said = new NvmlLibrary().Ask("nvmlInit_v2", 0, (nint _, out bool done) =>
        {
            done = false;
            return (NvmlReturn)code;
        }).Reason;

        Assert.AreEqual(trouble, NvmlWords.Read(said).ToString());
        Assert.AreEqual(forAPerson, NvmlWords.ForAPerson(said));
    }

    [TestMethod]
    [DataRow(999, "GPU 2 cannot be read: NVML error 999 (Unknown).", "Reboot")]
    [DataRow(16, "GPU 2 cannot be read: the GPU requires a reset.", "ResetGpu")]
    public async Task AGpuThatAnswersAnError_AsTheAgentReadsIt_IsACondition(int code, string sentence, string remedy)
    {
        using var fake = await FakeDriver.StartAsync();
        fake.Rewrite("count=4", $"gpu2.ioerror={code}");
        using var sensor = fake.Sensor();
        var frame = new FrameWriter();
        await sensor.ReadAsync(frame, context.CancellationToken);
        var window = new HostWindow(Windows.Host);
        window.Add(frame.Take(), Windows.Now);

        var finding = new GpuUnreadableRule().Finds(window);

        Assert.AreEqual((sentence, remedy), (finding.Sentence, finding.Remedy.Kind.ToString()));
        Assert.AreEqual("clear", new GpusBlindRule().Says(window), "three others answer");
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(4)]
    [DataRow(9)]
    [DataRow(10)]
    [DataRow(12)]
    [DataRow(17)]
    [DataRow(18)]
    [DataRow(999)]
    public async Task ADriverThatDoesNotOpen_AsTheAgentTellsIt_IsACondition(int code)
    {
        using var fake = await FakeDriver.StartAsync();
        fake.Rewrite("count=4", $"init_error={code}");
        using var sensor = fake.Sensor();

        var finding = new GpusBlindRule().Finds(Windows.Of(gpus: 4).Blind(sensor.UnsupportedReason() ?? ""));

        Assert.AreEqual((Severity.Critical, DrainAdvice.Now), (finding.Severity, finding.Drain));
        Assert.IsTrue(finding.Action.Contains("restart the Host: the driver was upgraded under it", StringComparison.Ordinal) == (code is 9 or 18), finding.Action);
    }
}
