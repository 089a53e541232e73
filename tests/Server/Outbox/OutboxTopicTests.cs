using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Outbox;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Outbox;

[TestClass]
public sealed class OutboxTopicTests(TestContext context)
{
    private CancellationToken Token => context.CancellationToken;

    /// <summary>One receiver that hangs delays no other's message; its own go out one after the other.</summary>
    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Pay_OneReceiverHangs_TheOthersAreToldAndItsOwnWaitInOrder()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        await using (var db = await database.Contexts.CreateDbContextAsync(Token))
        {
            foreach (var (lane, key) in (ReadOnlySpan<(string, string)>)[("hangs", "first"), ("hangs", "second"), ("well", "page"), ("well", "other")])
            {
                db.Add(new OutboxMessage { Topic = "test", Lane = lane, Key = key, Payload = "{}", CreatedAt = DateTimeOffset.UnixEpoch, NotBefore = DateTimeOffset.UnixEpoch });
            }

            await db.SaveChangesAsync(Token);
        }

        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var handler = new GatedHandler();
        var queue = new OutboxQueue(database.Contexts, TimeProvider.System);
        var ready = new DatabaseReady();
        ready.Set();
        using var topic = new OutboxTopic(
            handler, queue, new OutboxDelivery(queue, TimeProvider.System, services.GetRequiredService<IMeterFactory>(), NullLogger<OutboxDelivery>.Instance),
            new ChangeFeed(database.DataSource, ready, TimeProvider.System, NullLogger<ChangeFeed>.Instance), ready, TimeProvider.System, NullLogger<OutboxTopic>.Instance);
        await topic.StartAsync(Token);

        await handler.Told("page").WaitAsync(Token);
        await handler.Told("other").WaitAsync(Token);
        Assert.IsFalse(handler.Begun("second"), "its place in the lane is behind the first");
        handler.Gate.SetResult();
        await handler.Told("second").WaitAsync(Token);
        await topic.StopAsync(Token);

        await using var after = await database.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(4, await after.OutboxMessages.CountAsync(message => message.DeliveredAt != null, Token));
    }

    private sealed class GatedHandler : IOutboxHandler
    {
        private readonly Dictionary<string, TaskCompletionSource> told = new()
        {
            ["first"] = Done(),
            ["second"] = Done(),
            ["page"] = Done(),
            ["other"] = Done(),
        };

        public TaskCompletionSource Gate { get; } = Done();

        public string Topic => "test";

        public Task Told(string key) => told[key].Task;

        public bool Begun(string key) => told[key].Task.IsCompleted;

        public async Task<DeliveryOutcome> DeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
        {
            if (message.Lane == "hangs")
            {
                await Gate.Task.WaitAsync(cancellationToken);
            }

            told[message.Key].TrySetResult();
            return new DeliveryOutcome.Delivered();
        }

        private static TaskCompletionSource Done() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
