using SovereignFleet.Agent.Bmc.Ipmi;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Bmc;

/// <summary>A technician waits for the lamp while the log of a slow BMC is read.</summary>
[TestClass]
public sealed class InterruptedReadingTests(TestContext context) : IAsyncDisposable
{
    private readonly Stage stage = new(context.WriteLine);

    private string Begun => Path.Combine(stage.Root, "begun");

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [TestMethod]
    public async Task AskAsync_WhileALogIsRead_PassesItAndTheLogIsReadAgain()
    {
        using var tool = Tool($"[ -e '{Begun}' ] || {{ touch '{Begun}'; sleep 600; }}");
        var log = tool.ReadLongAsync(["sel", "elist"], context.CancellationToken);
        await BegunAsync();

        var lamp = await tool.AskAsync(["chassis", "identify"], context.CancellationToken);

        StringAssert.Contains(lamp.Text, "chassis identify");
        StringAssert.Contains((await log).Text, "sel elist");
    }

    [TestMethod]
    public async Task ReadLongAsync_InterruptedAgainAndAgain_ComesToItsEnd()
    {
        using var tool = Tool($"echo >> '{Begun}'; sleep 2");
        var log = tool.ReadLongAsync(["sel", "elist"], context.CancellationToken);
        while (!log.IsCompleted)
        {
            await tool.AskAsync(["chassis", "identify"], context.CancellationToken);
        }

        StringAssert.Contains((await log).Text, "sel elist");
    }

    [TestMethod]
    public async Task ReadLongAsync_AgentStops_IsEnded()
    {
        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        using var tool = Tool($"touch '{Begun}'; sleep 600");
        var log = tool.ReadLongAsync(["sel", "elist"], stopped.Token);
        await BegunAsync();

        await stopped.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => log);
    }

    private Task<bool> BegunAsync() =>
        Until.Async("the log is being read", _ => Task.FromResult(File.Exists(Begun)), begun => begun, context.CancellationToken);

    /// <summary>An ipmitool that does this before it answers for the log.</summary>
    private IpmiTool Tool(string forTheLog)
    {
        var file = stage.Write("ipmitool", $"#!/bin/sh\ncase \"$*\" in *sel*) {forTheLog};; esac\necho \"$*\"\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return new IpmiTool(
            new BmcOptions { Mode = BmcMode.Open, IpmiTool = file, TimeOut = TimeSpan.FromSeconds(20), DataFolder = stage.Root }, TimeProvider.System);
    }
}
