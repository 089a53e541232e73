using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Workers;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Hosting;

[TestClass]
public sealed class OneReplicaWorkerTests(TestContext context)
{
    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Work_WhileAnotherReplicaIsAtIt_IsLeftToThatOne()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        using var first = new HeldWorker(database.Contexts);
        using var second = new HeldWorker(database.Contexts);

        var working = first.RunAsync(Token);
        await first.Began.Task.WaitAsync(Token);
        await second.RunAsync(Token);
        Assert.IsFalse(second.Began.Task.IsCompleted);

        first.Go.SetResult();
        await working;
        second.Go.SetResult();
        await second.RunAsync(Token);
        Assert.IsTrue(second.Began.Task.IsCompleted);
    }

    private sealed class HeldWorker(IDbContextFactory<FleetDb> contexts)
        : OneReplicaWorker<FleetDb>(contexts, new DatabaseReady(), TimeProvider.System)
    {
        public TaskCompletionSource Began { get; } = new();

        public TaskCompletionSource Go { get; } = new();

        protected override TimeSpan Period => TimeSpan.FromSeconds(1);

        protected override long LockNumber => AdvisoryLocks.LocatorLights;

        public Task RunAsync(CancellationToken cancellationToken) => RoundAsync(cancellationToken);

        protected override async Task WorkAsync(FleetDb db, CancellationToken cancellationToken)
        {
            Began.TrySetResult();
            await Go.Task.WaitAsync(cancellationToken);
        }

        protected override void Tell(Exception error) => Assert.Fail(error.Message);
    }
}
