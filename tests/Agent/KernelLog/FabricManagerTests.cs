using Microsoft.Extensions.Configuration;
using SovereignFleet.Agent.KernelLog;
using SovereignFleet.Agent.KernelLog.Fabric;
using SovereignFleet.Agent.KernelLog.Tail;
using SovereignFleet.Proto.Link;
using SovereignFleet.Proto;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.KernelLog;

[TestClass]
public sealed class FabricManagerTests(TestContext context) : IAsyncDisposable
{
    private readonly EventList events = new();
    private readonly Stage stage = new(context.WriteLine);

    private string Log => Path.Combine(stage.Root, "fabricmanager.log");

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [TestMethod]
    public void Read_SwitchError_HasSwitchLinkAndSxidAndIsNoSecondSxid()
    {
        var happened = Read("[Feb 27 2025 15:10:02] [ERROR] [tid 12727] detected NVSwitch non-fatal error 12028 on fid 0 on NVSwitch pci bus id 00000000:86:00.0 physical id 3 port 61").Single();

        Assert.AreEqual((EventKinds.FabricManager, 12028, "0000:86:00", "fabric-manager"), (happened.Kind, happened.Code, happened.PciAddress, happened.Source));
        Assert.AreEqual("error non-fatal 3 61", string.Join(' ', "level severity switch link".Split(' ').Select(key => happened.Detail[key])));
        Assert.AreEqual(new DateTime(2025, 2, 27, 15, 10, 2, DateTimeKind.Utc), happened.At.ToDateTime());
    }

    [TestMethod]
    public void Read_ErrorOfSeveralLines_IsOneEventWithTheirFields()
    {
        var happened = Read(
            "[Jul 19 2025 18:34:55] [ERROR] [tid 192] Fabric Manager detected GPU NVL Non Fatal error on :",
            "moduleId : 1",
            "portNum : 61",
            "errorDebugData : 0x00000000 0x00000001",
            "",
            "[Jul 19 2025 18:34:57] [WARNING] [tid 134] Trunk port failure detected for switch chassis slot 7 port number 61.",
            "[Jul 19 2025 18:34:58] [INFO] [tid 134] multicast group 0 is freed.");

        Assert.AreEqual("error warning", string.Join(' ', happened.Select(one => one.Detail["level"])));
        Assert.AreEqual("1 61 0x00000000 0x00000001", string.Join(' ', "moduleId portNum errorDebugData".Split(' ').Select(key => happened[0].Detail[key])));
        Assert.HasCount(1, happened[1].Detail);
    }

    [TestMethod]
    public async Task RunAsync_LogThatComesLater_IsFollowedFromItsFirstLineOn()
    {
        var source = new KernelLogSource(Options(), TimeProvider.System);
        Assert.Contains("fabricmanager.log is not there", source.UnsupportedReason() ?? "");
        File.WriteAllText(Log, "");
        Assert.AreEqual((null, "fabric-manager"), (source.UnsupportedReason(), source.Name));

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        var running = Task.Run(() => source.RunAsync(events, stop.Token), stop.Token);
        await Until.TrueAsync("the log is followed", () => File.Exists(Path.Combine(stage.Root, "fabric-manager.cursor")), context.CancellationToken);
        File.AppendAllText(Log, "[Feb 27 2025 15:10:01] [INFO] [tid 1] multicast group 0 is freed.\n[Feb 27 2025 15:10:02] [FATAL] [tid 1] failed to initialize the fabric\n");
        await Until.TrueAsync("the error is told", () => events.All.Count == 1, context.CancellationToken);
        await stop.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => running);

        Assert.AreEqual(("failed to initialize the fabric", "fatal"), (events.All[0].Text, events.All[0].Detail["level"]));
    }

    private static List<Event> Read(params string[] lines) => [.. new KernelLogFile(TimeZoneInfo.Utc).Read(lines)];

    private KernelLogOptions Options() => FabricManagerLog.Read(
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>("FabricManager:Log", Log)]).Build(), stage.Root);
}
