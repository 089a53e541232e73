using System.Net.Sockets;
using System.Text;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Cli;

/// <summary>What systemd hears from the agent (Type=notify, WatchdogSec), on a socket like systemd's.</summary>
[TestClass]
public sealed class ServiceNotifyTests(TestContext context) : IAsyncDisposable
{
    private const string Alive = "WATCHDOG=1";
    private static readonly string[] Started = ["READY=1", Alive];

    private readonly Stage stage = new(context.WriteLine);

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [TestMethod]
    public async Task Run_UnderAServiceManager_TellsThatItIsReadyAliveAndStopping()
    {
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        var place = Path.Combine(stage.Root, "notify");
        systemd.Bind(new UnixDomainSocketEndPoint(place));
        // The agent looks at its parent's name.
        var parent = Path.Combine(stage.Root, "systemd");
        File.Copy("/bin/bash", parent);
        var agent = Path.Combine(ProductTree.Root, "agent", "bin", ProductTree.Configuration, "net10.0", "sovereignfleet-agent.dll");
        var settings = $"--Server=https://127.0.0.1:1 --DataFolder={stage.Folder("data")} --KernelLog:Path={stage.Write("kernel-log", "")}";
        var manager = stage.Start(new Launch(
            "systemd", parent, "-c", $"dotnet {agent} run {settings} & echo $! >{stage.Root}/pid; trap 'kill -TERM $!; wait $!' TERM; wait $!; true")
        {
            Environment = new Dictionary<string, string> { ["NOTIFY_SOCKET"] = place },
        });

        CollectionAssert.AreEquivalent(Started, new[] { await HearAsync(systemd), await HearAsync(systemd) });
        // The watchdog goes on: once is not alive.
        Assert.AreEqual(Alive, await HearAsync(systemd));

        Signals.AskToEnd(int.Parse(await File.ReadAllTextAsync(stage.Root + "/pid", context.CancellationToken), System.Globalization.CultureInfo.InvariantCulture));
        await manager.ExitAsync(context.CancellationToken);
        var last = await HearAsync(systemd);
        while (last == Alive)
        {
            last = await HearAsync(systemd);
        }

        Assert.AreEqual("STOPPING=1", last);
    }

    private async Task<string> HearAsync(Socket socket)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        patience.CancelAfter(Until.Patience);
        var buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer, SocketFlags.None, patience.Token)).Trim();
    }
}
