using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Scenes.Harness;

[TestClass]
public sealed class RunningProcessTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task StopAsync_ProcessThatHeedsTheSignal_EndsItAndKeepsItsOutput()
    {
        await using var process = RunningProcess.Start(new Launch(
            "shell", "sh", "-c", "trap 'echo bye; exit 3' TERM; echo up; while :; do sleep 0.1; done"));
        await Until.TrueAsync("it is up", () => process.Output.Contains("up", StringComparison.Ordinal), TestContext.CancellationToken);

        await process.StopAsync();

        Assert.AreEqual(3, await process.ExitAsync(TestContext.CancellationToken));
        Assert.AreEqual("up\nbye", process.Output);
    }

    [TestMethod]
    public async Task KillAsync_ProcessWithATrap_EndsItWithoutALastWord()
    {
        await using var process = RunningProcess.Start(new Launch(
            "shell", "sh", "-c", "trap 'echo bye' TERM; echo up; while :; do sleep 0.1; done"));
        await Until.TrueAsync("it is up", () => process.Output.Contains("up", StringComparison.Ordinal), TestContext.CancellationToken);

        await process.KillAsync(TestContext.CancellationToken);

        Assert.AreEqual("up", process.Output);
        Assert.AreEqual(137, await process.ExitAsync(TestContext.CancellationToken));
    }
}
