using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Outbox;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Tests.Server.Api;
using SovereignFleet.Tests.Support;
using Condition = SovereignFleet.Server.Health.Conditions.Condition;
using ConditionState = SovereignFleet.Server.Health.Conditions.ConditionState;

namespace SovereignFleet.Tests.Server.Alerts;

/// <summary>From a Condition's row to the Alertmanager, with all the loops of the server running.</summary>
[TestClass]
public sealed class AlertChainTests
{
    public required TestContext TestContext { get; init; }

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task Condition_FiresAndIsResolved_ReachesTheAlertmanagerAndTheWebhook()
    {
        await using var stage = new Stage(TestContext.WriteLine);
        var pager = await AlertReceiver.StartAsync(stage, Token);
        await using var scene = await ApiScene.StartAsync(
            TestContext.WriteLine, [$"--Alerts:Alertmanagers:0={pager.Url}/manager", $"--Alerts:Webhooks:0={pager.Url}/hook",
                "--Alerts:ExternalUrl=https://fleet.example.net/"], Token);

        await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
        // The scene's Host is worked on, which explains its Conditions.
        await db.Drains.ExecuteUpdateAsync(set => set.SetProperty(row => row.State, DrainState.Closed), Token);

        foreach (var sender in new[] { "manager", "hook" })
        {
            var firing = await pager.WaitForAsync($"firing by {sender}", alert => alert.Sender == sender && alert.Status == "firing", Token);
            Assert.AreEqual("GpuEccUncorrectable", firing.Labels["alertname"]);
            Assert.AreEqual(scene.Here.Name, firing.Labels["host"]);
            Assert.AreEqual(ApiScene.GpuUuid, firing.Labels["UUID"]);
            Assert.AreEqual($"https://fleet.example.net/hosts/{scene.Here.Name}", firing.Annotations["dashboard_url"]);
        }

        await db.Conditions.ExecuteUpdateAsync(set => set.SetProperty(row => row.State, ConditionState.Resolved), Token);

        foreach (var sender in new[] { "manager", "hook" })
        {
            await pager.WaitForAsync($"resolved by {sender}", alert => alert.Sender == sender && alert.Status == "resolved", Token);
        }

        await Until.Async(
            "nothing is owed any more",
            stop => db.OutboxMessages.CountAsync(message => message.DeliveredAt == null, stop),
            owed => owed == 0,
            Token);
        Assert.AreEqual(4, await db.OutboxMessages.CountAsync(Token));
    }
}
