using SovereignFleet.Agent.KernelLog;
using SovereignFleet.Agent.KernelLog.Tail;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.KernelLog;

/// <summary>The reading of a log that dies at each of its writes in turn: whatever the instant, the server counts each line once.</summary>
[TestClass]
public sealed class KilledSourceTests(TestContext context) : IAsyncDisposable
{
    private readonly Stage stage = new(context.WriteLine);

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task RunAsync_KilledAtEveryWrite_TellsEachLineOnceByItsOrigin()
    {
        var log = Path.Combine(stage.Root, "kmsg");
        File.WriteAllText(log, "");
        var server = new DyingServer();
        var options = new KernelLogOptions { Path = log, CursorFile = Path.Combine(stage.Root, "cursor"), Period = TimeSpan.FromMilliseconds(5) };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        var running = LivesAsync(options, server, stop.Token);
        await Until.TrueAsync("the source follows the log", () => File.Exists(options.CursorFile), context.CancellationToken);

        // Lines come on and on, also while what was counted before is being told.
        var written = 0;
        for (var burst = 0; burst < 120; burst++)
        {
            // Texts that repeat, texts of their own, and texts that are folded.
            var lines = Enumerable.Range(0, 24).Select(number => (number % 4) switch
            {
                0 => Line($"NVRM: Xid (PCI:0000:05:00): 13, pid=1, name=a, the same"),
                1 => Line($"NVRM: Xid (PCI:0000:1{number % 8}:00): 31, pid=1, name=b, burst {(char)('g' + (burst / 20))}"),
                _ => Line($"NVRM: GPU0 nvAssertFailed 0x{(burst * 1000) + number:x8}"),
            }).ToList();
            written += lines.Count;
            File.AppendAllText(log, string.Concat(lines));
            await Task.Delay(50, context.CancellationToken);
        }

        await Until.TrueAsync("all is told", () => server.Lines >= written, context.CancellationToken);
        await stop.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => running);
        Assert.AreEqual(written, server.Lines);
        Assert.IsGreaterThan(10, server.Deaths);
        Assert.IsGreaterThan(0, server.ToldAgain);
    }

    private static int sequence;

    private static string Line(string text) => $"3,{++sequence},{sequence},-;{text}\n";

    private static async Task LivesAsync(KernelLogOptions options, DyingServer server, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await new KernelLogSource(options, TimeProvider.System).RunAsync(server, cancellationToken);
            }
            catch (IOException)
            {
                // Killed, and started again.
            }
        }
    }
}
