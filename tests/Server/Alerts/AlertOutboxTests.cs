using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Alerts;
using SovereignFleet.Server.Alerts.Channels;
using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Server.Outbox;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Alerts;

[TestClass]
public sealed class AlertOutboxTests(TestContext context)
{
    private CancellationToken Token => context.CancellationToken;

    /// <summary>A receiver that is installed anew answers 404 for a while. What fires is owed until somebody took it.</summary>
    [TestMethod]
    public async Task Deliver_ReceiverRefuses_IsTriedOnWhileItFiresAndNoLonger()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, _) = await DrainStage.DrainingAsync(database, new Balancers(), Token);
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        await db.Drains.ExecuteUpdateAsync(set => set.SetProperty(row => row.State, DrainState.Overdue), Token);
        await stage.Ledger(new AlertChannels(new AlertsOptions(), new DashboardOptions(), new JsonPost(), stage.Time)).BringUpToDateAsync(DateTimeOffset.MaxValue, Token);
        var id = await db.Alerts.Where(alert => alert.DrainId != null).Select(alert => alert.Id).SingleAsync(Token);
        var outbox = new AlertOutbox(new RefusingChannel(), new AlertReader(stage.Contexts, new DashboardOptions()));
        var message = new OutboxMessage { Topic = outbox.Topic, Key = $"{id}/firing", Payload = id.ToString(), CreatedAt = stage.Time.GetUtcNow() };

        Assert.AreEqual(new DeliveryOutcome.RetryLater("oncall answered 404", TimeSpan.FromSeconds(30)), await outbox.DeliverAsync(message, Token));

        await db.Alerts.ExecuteUpdateAsync(set => set.SetProperty(alert => alert.EndedAt, stage.Time.GetUtcNow()), Token);
        Assert.AreEqual(new DeliveryOutcome.Rejected("oncall answered 404"), await outbox.DeliverAsync(message, Token));
    }

    private sealed class RefusingChannel : IAlertChannel
    {
        public string Name => "oncall";

        public Task<DeliveryOutcome> SendAsync(IReadOnlyList<AlertState> alerts, CancellationToken cancellationToken) =>
            Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Rejected("oncall answered 404"));
    }
}
