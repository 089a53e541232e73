using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using SovereignFleet.Server.Alerts;
using SovereignFleet.Server.Alerts.Causes;
using SovereignFleet.Server.Alerts.Channels;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Server.Outbox;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Alerts;

[TestClass]
public sealed class AlertLedgerTests
{
    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    public async Task BringUpToDate_ManyReplicasAtOnce_OneAlertAndOneMessagePerChannel()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await DrainStage.CreateAsync(database, new ScriptedTarget(), 1, 1, 0, Token);
        await stage.FindAsync(stage.Hosts[0], DrainAdvice.None, Token);
        using var post = new JsonPost();
        var options = new AlertsOptions { Alertmanagers = ["http://127.0.0.1:9093"], Webhooks = ["http://127.0.0.1:9/hook"] };
        var channels = new AlertChannels(options, new DashboardOptions(), post, stage.Time);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            stage.Ledger(channels).BringUpToDateAsync(stage.Time.GetUtcNow(), Token)));

        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        var alert = await db.Alerts.SingleAsync(Token);
        Assert.AreEqual("GpuEccUncorrectable", alert.Name);
        Assert.AreEqual(2, await db.OutboxMessages.CountAsync(Token));

        await db.Conditions.ExecuteUpdateAsync(set => set.SetProperty(row => row.State, ConditionState.Resolved), Token);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            stage.Ledger(channels).BringUpToDateAsync(stage.Time.GetUtcNow(), Token)));
        Assert.AreEqual(4, await db.OutboxMessages.CountAsync(Token));
        Assert.IsNotNull((await db.Alerts.AsNoTracking().SingleAsync(Token)).EndedAt);
    }

    [TestMethod]
    public async Task BringUpToDate_ConsoleOfASilentHostIsCapturedLater_TellsEveryChannelOnceMore()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await DrainStage.CreateAsync(database, new ScriptedTarget(), 1, 1, 0, Token);
        await stage.FindAsync(stage.Hosts[0], DrainAdvice.None, Token, "agent-silent");
        using var post = new JsonPost();
        var channels = new AlertChannels(new AlertsOptions { Webhooks = ["http://127.0.0.1:9/hook"] }, new DashboardOptions(), post, stage.Time);
        await stage.Ledger(channels).BringUpToDateAsync(stage.Time.GetUtcNow(), Token);
        await using var db = await database.Contexts.CreateDbContextAsync(Token);

        await db.Conditions.ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Evidence, """{"console_last_lines":"say \"console\": Kernel panic"}""").SetProperty(row => row.Sentence, "Its console was captured."), Token);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            stage.Ledger(channels).BringUpToDateAsync(stage.Time.GetUtcNow(), Token)));
        await stage.Ledger(channels).BringUpToDateAsync(stage.Time.GetUtcNow(), Token);

        var state = (await new AlertReader(database.Contexts, new DashboardOptions()).CurrentAsync(stage.Time.GetUtcNow(), Token)).Single();
        Assert.AreEqual("say \"console\": Kernel panic", state.Annotations["console"]);
        Assert.AreEqual("Its console was captured.", state.Annotations["summary"]);
        Assert.AreEqual("AgentSilent", state.Labels["alertname"]);
        Assert.HasCount(2, await db.OutboxMessages.ToListAsync(Token));
    }

    [TestMethod]
    public async Task Current_OfWhatCameAndWent_SaysHowOftenAsItIsNow()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await DrainStage.CreateAsync(database, new ScriptedTarget(), 1, 1, 0, Token);
        await stage.FindAsync(stage.Hosts[0], DrainAdvice.None, Token, "gpu-lost");
        using var post = new JsonPost();
        await stage.Ledger(new AlertChannels(new AlertsOptions(), new DashboardOptions(), post, stage.Time)).BringUpToDateAsync(stage.Time.GetUtcNow(), Token);
        var reader = new AlertReader(database.Contexts, new DashboardOptions());
        var once = (await reader.CurrentAsync(stage.Time.GetUtcNow(), Token)).Single();
        Assert.IsFalse(once.Annotations.ContainsKey("count"));

        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        await db.Conditions.ExecuteUpdateAsync(set => set.SetProperty(row => row.Count, 8), Token);

        Assert.AreEqual("8", (await reader.CurrentAsync(stage.Time.GetUtcNow(), Token)).Single().Annotations["count"]);
        Assert.AreEqual("8", (await reader.FindAsync(once.Id, Token))!.Annotations["count"]);
    }

    [TestMethod]
    public async Task Deliver_FiringThenResolved_ArrivesAtTheAlertmanagerWithItsLabels()
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var pager = await AlertReceiver.StartAsync(stage, Token);
        await using var database = await TestDatabase.CreateAsync(Token);
        var fleet = await DrainStage.CreateAsync(database, new ScriptedTarget(), 1, 1, 0, Token);
        await fleet.FindAsync(fleet.Hosts[0], DrainAdvice.None, Token);
        using var post = new JsonPost();
        var dashboard = new DashboardOptions { ExternalUrl = "https://fleet.example.net" };
        var channels = new AlertChannels(new AlertsOptions { Alertmanagers = [$"{pager.Url}/am"] }, dashboard, post, TimeProvider.System);
        var reader = new AlertReader(database.Contexts, dashboard);
        await new AlertLedger(database.Contexts, channels, [new ConditionAlerts(TimeProvider.System)], TimeProvider.System).BringUpToDateAsync(TimeProvider.System.GetUtcNow(), Token);

        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        var owed = await db.OutboxMessages.SingleAsync(Token);
        var outcome = await new AlertOutbox(channels.All[0], reader).DeliverAsync(owed, Token);
        Assert.IsInstanceOfType<DeliveryOutcome.Delivered>(outcome);
        var firing = pager.Received.Single();
        Assert.AreEqual("firing", firing.Status);
        Assert.AreEqual("gpu-yul1-01", firing.Labels["host"]);
        Assert.AreEqual("GPU-1", firing.Labels["UUID"]);
        Assert.AreEqual("0", firing.Labels["gpu"]);

        await db.Conditions.ExecuteUpdateAsync(set => set.SetProperty(row => row.State, ConditionState.Resolved), Token);
        await new AlertLedger(database.Contexts, channels, [new ConditionAlerts(TimeProvider.System)], TimeProvider.System).BringUpToDateAsync(TimeProvider.System.GetUtcNow(), Token);
        await new AlertmanagerResender(channels, reader, new(), TimeProvider.System, NullLogger<AlertmanagerResender>.Instance).RunOnceAsync(Token);
        Assert.AreEqual("resolved", pager.Received[^1].Status);
    }
}
