using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Launcher;

[TestClass]
public sealed class LauncherTests(TestContext context)
{
    [TestMethod]
    public async Task Fleet_WithoutCommand_ListsTheCommands()
    {
        await using var stage = new Stage(context.WriteLine);

        var (code, output) = await new LauncherCopy(stage).RunAsync(context.CancellationToken);

        Assert.AreEqual(0, code);
        StringAssert.Contains(output, "./fleet up");
        StringAssert.Contains(output, "./fleet test");
    }

    [TestMethod]
    public async Task Fleet_UnknownCommand_FailsAndNamesIt()
    {
        await using var stage = new Stage(context.WriteLine);

        var (code, output) = await new LauncherCopy(stage).RunAsync(context.CancellationToken, "upp");

        Assert.AreEqual(1, code);
        StringAssert.Contains(output, "unknown command: upp");
    }

    [TestMethod]
    public async Task Down_PidOfAnotherProgram_LeavesItAlone()
    {
        await using var stage = new Stage(context.WriteLine);
        var launcher = new LauncherCopy(stage);
        var stranger = stage.Start(new Launch("stranger", "sleep", "600"));
        launcher.PretendRunning("server", stranger.Id, startTime: "1");

        var (code, output) = await launcher.RunAsync(context.CancellationToken, "down");

        Assert.AreEqual(0, code);
        StringAssert.Contains(output, "Nothing is running here.");
        Assert.IsFalse(stranger.HasExited);
    }

    [TestMethod]
    public async Task Down_OwnProcess_StopsIt()
    {
        await using var stage = new Stage(context.WriteLine);
        var launcher = new LauncherCopy(stage);
        var own = stage.Start(new Launch("own", "sleep", "600"));
        launcher.PretendRunning("server", own.Id, StartTime(own.Id));

        var (code, output) = await launcher.RunAsync(context.CancellationToken, "down");

        Assert.AreEqual(0, code);
        StringAssert.Contains(output, "Stopping server");
        await own.ExitAsync(context.CancellationToken);
    }

    [TestMethod]
    public async Task Status_EndedProcess_SaysSo()
    {
        await using var stage = new Stage(context.WriteLine);
        var launcher = new LauncherCopy(stage);
        launcher.PretendRunning("dashboard", int.MaxValue, startTime: "1");

        var (code, output) = await launcher.RunAsync(context.CancellationToken, "status");

        Assert.AreEqual(1, code);
        StringAssert.Contains(output, "dashboard     has ended");
    }

    [TestMethod]
    public async Task Up_TakenPort_NamesThePortAndItsOption()
    {
        await using var stage = new Stage(context.WriteLine);
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;

        var (code, output) = await new LauncherCopy(stage).RunAsync(
            context.CancellationToken, "up", "--simulated", "--hosts", "2", "--api-port", $"{port}");

        Assert.AreEqual(1, code);
        StringAssert.Contains(output, $"port {port} is taken by another program; choose another with --api-port");
    }

    [TestMethod]
    public async Task Up_OptionWithoutNumber_Fails()
    {
        await using var stage = new Stage(context.WriteLine);

        var (code, output) = await new LauncherCopy(stage).RunAsync(context.CancellationToken, "up", "--hosts", "many");

        Assert.AreEqual(1, code);
        StringAssert.Contains(output, "--hosts takes a number");
    }

    /// <summary>Field 22 of /proc/PID/stat; the name in brackets before it is "sleep".</summary>
    private static string StartTime(int pid) => File.ReadAllText($"/proc/{pid}/stat").Split(' ')[21];
}
