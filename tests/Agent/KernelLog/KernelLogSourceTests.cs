using SovereignFleet.Agent.KernelLog;
using SovereignFleet.Agent.KernelLog.Tail;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.KernelLog;

[TestClass]
public sealed class KernelLogSourceTests(TestContext context) : IAsyncDisposable
{
    private readonly EventList events = new();
    private readonly Stage stage = new(context.WriteLine);

    private string Log => Path.Combine(stage.Root, "kmsg");

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [TestMethod]
    public async Task RunAsync_FileThatGrows_TellsWhatComesAndNotWhatWas()
    {
        File.WriteAllText(Log, Xid(13));
        await RunAsync(async () =>
        {
            await ReadyAsync();
            File.AppendAllText(Log, Xid(79));
            await CountAsync(1);
        });

        Assert.AreEqual(79, events.All.Single().Code);
    }

    [TestMethod]
    public async Task RunAsync_AgentRestarted_MissesNothingAndDoublesNothing()
    {
        File.WriteAllText(Log, "");
        await RunAsync(async () =>
        {
            await ReadyAsync();
            File.AppendAllText(Log, Xid(48));
            await CountAsync(1);
            await Until.TrueAsync("the cursor is kept", () => Cursor()?.Position == (ulong)new FileInfo(Log).Length, context.CancellationToken);
        });
        File.AppendAllText(Log, Xid(63));
        await RunAsync(() => CountAsync(2));

        Assert.AreEqual("48 63", string.Join(' ', events.All.Select(happened => happened.Code)));
    }

    [TestMethod]
    public async Task RunAsync_LogRotatedAndTruncated_IsFollowed()
    {
        File.WriteAllText(Log, "");
        await RunAsync(async () =>
        {
            await ReadyAsync();
            File.AppendAllText(Log, Xid(31));
            File.Move(Log, Log + ".1");
            File.WriteAllText(Log, Xid(32));
            await CountAsync(2);
            File.WriteAllText(Log, "");
            await Task.Delay(300, context.CancellationToken);
            File.AppendAllText(Log, Xid(43));
            await CountAsync(3);
        });

        Assert.AreEqual("31 32 43", string.Join(' ', events.All.Select(happened => happened.Code)));
    }

    [TestMethod]
    public async Task RunAsync_PipeInTwoLives_TellsTheSameLineTwiceWithoutAnOrigin()
    {
        await using (var make = RunningProcess.Start(new Launch("mkfifo", "mkfifo", Log)))
        {
            Assert.AreEqual(0, await make.ExitAsync(context.CancellationToken));
        }

        for (var life = 1; life <= 2; life++)
        {
            await RunAsync(async () =>
            {
                await ReadyAsync();
                await using (var pipe = new FileStream(Log, FileMode.Open, FileAccess.Write))
                {
                    await pipe.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Xid(79)), context.CancellationToken);
                }

                await CountAsync(life);
            });
            File.Delete(Path.Combine(stage.Root, "cursor"));
        }

        Assert.AreEqual("79 79", string.Join(' ', events.All.Select(happened => happened.Code)));
        Assert.IsTrue(events.All.All(happened => happened.Origin.Length == 0));
    }

    [TestMethod]
    public async Task RunAsync_SameTextAgainAndAgain_IsCountedNotDropped()
    {
        File.WriteAllText(Log, "");
        await RunAsync(async () =>
        {
            await ReadyAsync();
            File.AppendAllText(Log, string.Concat(Enumerable.Repeat(Xid(13), 50)));
            await Until.TrueAsync("fifty are told", () => events.All.Sum(happened => happened.Count) == 50, context.CancellationToken);
        });

        Assert.IsLessThan(50, events.All.Count);
    }

    [TestMethod]
    public async Task RunAsync_BurstOfDifferingLines_IsFoldedAndAllOfItCounted()
    {
        File.WriteAllText(Log, "");
        await RunAsync(async () =>
        {
            await ReadyAsync();
            File.AppendAllText(Log, string.Concat(Enumerable.Range(0, 30_000).Select(number => $"3,{number},1,-;NVRM: GPU0 nvAssertFailed 0x{number:x8}\n")));
            await Until.TrueAsync("all are told", () => events.All.Sum(happened => happened.Count) == 30_000, context.CancellationToken);
            await Until.TrueAsync("the cursor is kept", () => Cursor()?.Position == (ulong)new FileInfo(Log).Length, context.CancellationToken);
        });

        Assert.IsLessThan(500, events.All.Count);
    }

    /// <summary>The agent dies as it is about to tell of a block that had not ended: the next one reads the block anew.</summary>
    [TestMethod]
    public async Task RunAsync_EndedWhileABlockIsOpen_TellsItAndWhatItToldBeforeByTheSameOrigin()
    {
        File.WriteAllText(Log, "");
        var dying = new DyingSink();
        var running = Source().RunAsync(dying, context.CancellationToken);
        await ReadyAsync();
        File.AppendAllText(Log, Xid(79) + "3,1,1,-;NVRM: The NVIDIA GPU 0000:18:00.0\n");
        await Assert.ThrowsAsync<IOException>(() => running);
        File.AppendAllText(Log, "3,1,1,-;NVRM: (PCI ID: 10de:2901) installed in this system has\n3,1,1,-;NVRM: fallen off the bus and is not responding to commands.\n");
        await RunAsync(() => CountAsync(2));

        Assert.AreEqual(79, dying.Taken.Single().Code);
        Assert.AreEqual(dying.Taken.Single().Origin, events.All[0].Origin);
        Assert.AreEqual(EventKinds.FallenOffBus, events.All[1].Kind);
    }

    [TestMethod]
    public async Task RunAsync_ThisMachinesKernelLog_IsReadFromItsBegin()
    {
        var source = new KernelLogSource(new KernelLogOptions { CursorFile = Path.Combine(stage.Root, "cursor") }, TimeProvider.System);
        if (source.UnsupportedReason() is { } reason)
        {
            Assert.Inconclusive(reason);
        }

        await RunAsync(source, () => Until.TrueAsync("a record was read", () => Cursor() is not null, context.CancellationToken));

        Assert.IsTrue(events.All.All(happened => happened.Kind != EventKinds.Xid || happened.PciAddress.Length > 0));
    }

    private static string Xid(int code) => $"3,1,1,-;NVRM: Xid (PCI:0000:05:00): {code}, pid=1, name=a, text\n";

    private LogCursor? Cursor() => LogState.Load(Path.Combine(stage.Root, "cursor"))?.Cursor;

    /// <summary>The source has found its place in the log.</summary>
    private Task ReadyAsync() => Until.TrueAsync("the source follows the log", () => Cursor() is not null, context.CancellationToken);

    private Task CountAsync(int count) => Until.TrueAsync($"{count} events", () => events.All.Count >= count, context.CancellationToken);

    private KernelLogSource Source() => new(new KernelLogOptions { Path = Log, CursorFile = Path.Combine(stage.Root, "cursor") }, TimeProvider.System);

    private Task RunAsync(Func<Task> meanwhile) => RunAsync(Source(), meanwhile);

    private async Task RunAsync(KernelLogSource source, Func<Task> meanwhile)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        var running = Task.Run(() => source.RunAsync(events, stop.Token), stop.Token);
        await await Task.WhenAny(meanwhile(), running);
        await stop.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => running);
    }
}
