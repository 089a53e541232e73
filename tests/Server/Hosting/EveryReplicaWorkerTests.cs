using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Hosting;

[TestClass]
public sealed class EveryReplicaWorkerTests(TestContext context)
{
    private readonly FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());
    private readonly DatabaseReady ready = new();

    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Rounds_WaitForTheDatabase_ThenForThePeriodOrANews()
    {
        using var worker = new CountingWorker(ready, time);
        await worker.StartAsync(Token);
        time.Advance(TimeSpan.FromHours(1));
        Assert.AreEqual(0, worker.Rounds, "The database is not there.");

        ready.Set();
        await RoundsAsync(worker, 1, TimeSpan.Zero);
        worker.Wake();
        await RoundsAsync(worker, 2, TimeSpan.Zero);
        await RoundsAsync(worker, 3, TimeSpan.FromSeconds(10));
        await worker.StopAsync(Token);
        Assert.IsTrue(worker.ExecuteTask!.IsCompletedSuccessfully);
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Rounds_ThatFail_AreToldWhenTheErrorChanges()
    {
        using var worker = new CountingWorker(ready, time) { Fault = "away" };
        ready.Set();
        await worker.StartAsync(Token);
        await RoundsAsync(worker, 3, TimeSpan.FromSeconds(1));
        worker.Fault = "refused";
        await RoundsAsync(worker, 6, TimeSpan.FromSeconds(1));
        Assert.AreEqual("away, refused", string.Join(", ", worker.Told));

        worker.Fault = null;
        await RoundsAsync(worker, 8, TimeSpan.FromSeconds(10));
        worker.Fault = "refused";
        await RoundsAsync(worker, 10, TimeSpan.FromSeconds(10));
        await worker.StopAsync(Token);
        Assert.AreEqual("away, refused, refused", string.Join(", ", worker.Told), "It was well in between.");
    }

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    [DataRow(7.5, 7.5)]
    [DataRow(59.0004, 59.001)]
    [DataRow(61, 60)]
    // What is due already and was not taken is another's.
    [DataRow(0, 1)]
    [DataRow(-10, 1)]
    public async Task Pause_OfWhoKnowsWhenTheNextIsDue_EndsThen(double due, double pause)
    {
        var stepped = new SteppedTime(TimeProvider.System.GetUtcNow());
        using var worker = new CountingWorker(ready, stepped) { Due = stepped.GetUtcNow() + TimeSpan.FromSeconds(due) };
        ready.Set();

        await worker.StartAsync(Token);

        Assert.AreEqual(TimeSpan.FromSeconds(pause), await stepped.PauseAsync(Token));
        await worker.StopAsync(Token);
    }

    /// <param name="step">How far the clock goes while it waits.</param>
    private Task<int> RoundsAsync(CountingWorker worker, int count, TimeSpan step) => Until.Async(
        $"{count} rounds",
        _ =>
        {
            time.Advance(step);
            return Task.FromResult(worker.Rounds);
        },
        rounds => rounds >= count,
        Token);
}
