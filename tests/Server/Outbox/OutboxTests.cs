using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Server.Outbox;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Outbox;

[TestClass]
public sealed class OutboxTests(TestContext test)
{
    [TestMethod]
    public async Task DeliverNextAsync_RetryLater_ComesBackWithItsReasonAndThenIsDelivered()
    {
        await using var stage = await Stage.CreateAsync(test.CancellationToken);
        stage.Handler.Answers.Enqueue(new DeliveryOutcome.RetryLater("HTTP 503"));
        Assert.IsTrue(await stage.DeliverAsync(test.CancellationToken));
        Assert.AreEqual("HTTP 503", (await stage.MessageAsync(test.CancellationToken)).LastError);
        Assert.IsFalse(await stage.DeliverAsync(test.CancellationToken), "It waits for its back-off.");
        stage.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.IsTrue(await stage.DeliverAsync(test.CancellationToken));
        var message = await stage.MessageAsync(test.CancellationToken);
        Assert.IsNotNull(message.DeliveredAt);
        Assert.IsNull(message.LastError);
        Assert.AreEqual(2, message.Attempts);
    }

    [TestMethod]
    public async Task DeliverNextAsync_HandlerThrows_IsARetry()
    {
        await using var stage = await Stage.CreateAsync(test.CancellationToken);
        stage.Handler.Fault = new HttpRequestException("connection refused");
        await stage.DeliverAsync(test.CancellationToken);
        var message = await stage.MessageAsync(test.CancellationToken);
        Assert.AreEqual("connection refused", message.LastError);
        Assert.IsNull(message.DeliveredAt);
        Assert.IsNull(message.RejectedAt);
    }

    [TestMethod]
    public async Task DeliverNextAsync_Rejected_IsFinalAndVisible()
    {
        await using var stage = await Stage.CreateAsync(test.CancellationToken);
        stage.Handler.Answers.Enqueue(new DeliveryOutcome.Rejected("no such mailbox"));
        await stage.DeliverAsync(test.CancellationToken);
        stage.Time.Advance(TimeSpan.FromDays(1));
        Assert.IsFalse(await stage.DeliverAsync(test.CancellationToken));
        var message = await stage.MessageAsync(test.CancellationToken);
        Assert.AreEqual("no such mailbox", message.LastError);
        Assert.IsNotNull(message.RejectedAt);
    }

    [TestMethod]
    public async Task DeliverNextAsync_NoAnswer_IsARetryAfterItsLimit()
    {
        await using var stage = await Stage.CreateAsync(test.CancellationToken);
        stage.Handler.Hangs = true;
        var delivery = stage.DeliverAsync(test.CancellationToken);
        await stage.Handler.Called.Task.WaitAsync(test.CancellationToken);
        stage.Time.Advance(OutboxDelivery.DeliveryLimit);
        await delivery;
        Assert.AreEqual("No answer within 15 s.", (await stage.MessageAsync(test.CancellationToken)).LastError);
    }

    [TestMethod]
    public async Task ClaimAsync_ManyWorkers_OneHoldsTheMessage()
    {
        await using var stage = await Stage.CreateAsync(test.CancellationToken);
        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => stage.Queue.ClaimAsync("test", "", test.CancellationToken)));
        Assert.AreEqual(1, claims.Count(claim => claim is not null));
    }

    [TestMethod]
    public async Task ClaimAsync_WorkerWasKilled_TheMessageComesUpAgain()
    {
        await using var stage = await Stage.CreateAsync(test.CancellationToken);
        Assert.IsNotNull(await stage.Queue.ClaimAsync("test", "", test.CancellationToken));
        stage.Time.Advance(OutboxQueue.Lease - TimeSpan.FromSeconds(1));
        Assert.IsNull(await stage.Queue.ClaimAsync("test", "", test.CancellationToken));
        stage.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.IsNotNull(await stage.Queue.ClaimAsync("test", "", test.CancellationToken));
    }

    [TestMethod]
    [DataRow(1, 0.0, 1.0)]
    [DataRow(2, 0.0, 2.0)]
    [DataRow(3, 1.0, 3.2)]
    [DataRow(7, 0.0, 60.0)]
    [DataRow(1000, 1.0, 48.0)]
    public void BackOff_GrowsToAMinute(int attempts, double chance, double seconds) =>
        Assert.AreEqual(seconds, OutboxBackOff.After(attempts, chance).TotalSeconds, 1e-9);

    private sealed class Stage : IAsyncDisposable
    {
        private readonly TestDatabase database;
        private readonly OutboxDelivery delivery;
        private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();

        private Stage(TestDatabase database)
        {
            this.database = database;
            Queue = new OutboxQueue(database.Contexts, Time);
            delivery = new OutboxDelivery(Queue, Time, services.GetRequiredService<IMeterFactory>(), NullLogger<OutboxDelivery>.Instance);
        }

        public FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());
        public FakeHandler Handler { get; } = new();
        public OutboxQueue Queue { get; }

        public static async Task<Stage> CreateAsync(CancellationToken cancellationToken)
        {
            var stage = new Stage(await TestDatabase.CreateAsync(cancellationToken));
            await using var db = stage.database.Contexts.CreateDbContext();
            var now = stage.Time.GetUtcNow();
            db.Add(new OutboxMessage { Topic = "test", Key = "cause", Payload = "{}", CreatedAt = now, NotBefore = now });
            await db.SaveChangesAsync(cancellationToken);
            return stage;
        }

        public Task<bool> DeliverAsync(CancellationToken cancellationToken) => delivery.DeliverNextAsync(Handler, "", cancellationToken);

        public async Task<OutboxMessage> MessageAsync(CancellationToken cancellationToken)
        {
            await using var db = database.Contexts.CreateDbContext();
            return await db.OutboxMessages.SingleAsync(cancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            await services.DisposeAsync();
            await database.DisposeAsync();
        }
    }

    private sealed class FakeHandler : IOutboxHandler
    {
        public Queue<DeliveryOutcome> Answers { get; } = [];
        public Exception? Fault { get; set; }
        public bool Hangs { get; set; }
        public TaskCompletionSource Called { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public string Topic => "test";

        public async Task<DeliveryOutcome> DeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
        {
            Called.TrySetResult();
            if (Hangs)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }

            if (Fault is not null)
            {
                throw Fault;
            }

            return Answers.TryDequeue(out var answer) ? answer : new DeliveryOutcome.Delivered();
        }
    }
}
