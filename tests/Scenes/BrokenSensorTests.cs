using System.Text.Json;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Scenes;

/// <summary>The agent's own words about a Host on which something is missing, hangs or talks nonsense: it says what, and reads
/// the rest all the same.</summary>
[TestClass]
public sealed class BrokenSensorTests
{
    private const int AllGpus = 4;

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Once_IpmitoolMissing_SaysSoAndReadsTheGpus() =>
        await BmcFailsAsync(_ => "/nowhere/ipmitool", "/nowhere/ipmitool cannot be started");

    [TestMethod]
    public async Task Once_IpmitoolTalksNonsense_SaysSoAndReadsTheGpus() =>
        await BmcFailsAsync(stage => Script(stage, "echo '?? ,,, zzz'"), "ipmitool listed no sensor");

    [TestMethod]
    public async Task Once_IpmitoolHangs_IsTimedOutAndReadsTheGpus() =>
        await BmcFailsAsync(stage => Script(stage, "exec sleep 100"), "");

    [TestMethod]
    public async Task Once_NvmlLacksAFunction_NamesItOnceAndReadsTheRest()
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var gpus = new GpuScenario(stage, "node", AllGpus);
        gpus.Play("missing=nvmlDeviceGetPerformanceState");

        var told = await OnceAsync(stage, gpus, "none", "");

        Assert.AreEqual("OK", Sensor(told, "gpu").GetProperty("outcome").GetString());
        foreach (var gpu in told.GetProperty("frame").GetProperty("gpus").EnumerateArray())
        {
            Assert.IsFalse(gpu.TryGetProperty("performance_state", out _));
            Assert.IsTrue(gpu.TryGetProperty("temperature_c", out _));
        }

        Assert.Contains("nvmlDeviceGetPerformanceState", told.GetProperty("inventory").GetRawText());
    }

    private async Task BmcFailsAsync(Func<Stage, string> tool, string reason)
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var gpus = new GpuScenario(stage, "node", AllGpus);

        var told = await OnceAsync(stage, gpus, "lanplus", tool(stage));

        var bmc = Sensor(told, "bmc");
        Assert.Contains(bmc.GetProperty("outcome").GetString()!, (string[])["FAILED", "TIMED_OUT"]);
        Assert.Contains(reason, bmc.GetProperty("reason").GetString()!);
        Assert.AreNotEqual("", bmc.GetProperty("reason").GetString());
        Assert.AreEqual(AllGpus, told.GetProperty("frame").GetProperty("gpus").GetArrayLength());
    }

    private async Task<JsonElement> OnceAsync(Stage stage, GpuScenario gpus, string bmc, string ipmitool)
    {
        Needs.Programs("gcc", "clang");
        var cancellation = TestContext.CancellationToken;
        var library = await GpuScenario.BuildLibraryAsync(stage, cancellation);
        var password = stage.Write("password", "secret");
        File.SetUnixFileMode(password, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using var agent = RunningProcess.Start(new Launch(
            "agent once",
            await PublishedAgent.PathAsync(cancellation),
            "once", "--json", "--DataFolder=" + stage.Folder("agent"), "--KernelLog:Path=/dev/null",
            "--Bmc:Mode=" + bmc, "--Bmc:Host=127.0.0.1", "--Bmc:User=ADMIN", "--Bmc:PasswordFile=" + password, "--Bmc:IpmiTool=" + ipmitool)
        { Environment = gpus.Environment(library) });
        Assert.AreEqual(0, await agent.ExitAsync(cancellation), agent.Output);
        return JsonSerializer.Deserialize<JsonElement>(agent.Output);
    }

    private static JsonElement Sensor(JsonElement told, string name) =>
        told.GetProperty("frame").GetProperty("sensors").EnumerateArray().Single(sensor => sensor.GetProperty("name").GetString() == name);

    private static string Script(Stage stage, string command)
    {
        var path = stage.Write("ipmitool", "#!/bin/sh\n" + command + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }
}
