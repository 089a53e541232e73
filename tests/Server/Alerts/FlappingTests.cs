using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Alerts;
using SovereignFleet.Server.Alerts.Causes;
using SovereignFleet.Server.Alerts.Channels;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Alerts;

/// <summary>What comes and goes is one alert with a count, for its channels too.</summary>
[TestClass]
public sealed class FlappingTests(TestContext context)
{
    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    [DataRow(1, 0, true)]
    [DataRow(2, 0, false)]
    [DataRow(2, 299, false)]
    [DataRow(2, 300, true)]
    public void MayEnd_IsAtOnceForWhatCameOnce_AndAfterAQuietWhileForTheRest(int times, int seconds, bool ends) =>
        Assert.AreEqual(ends, Flapping.MayEnd(times, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddSeconds(seconds)));

    [TestMethod]
    [DataRow("condition")]
    [DataRow("drain")]
    public async Task BringUpToDate_EightTimesInFourMinutes_IsOneAlertOfFourMessages(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await StageAsync(database, kind);
        using var post = new JsonPost();
        var ledger = stage.Ledger(new AlertChannels(new AlertsOptions { Webhooks = ["http://127.0.0.1:9/hook"] }, new DashboardOptions(), post, stage.Time));
        for (var time = 0; time < 8; time++)
        {
            await ComeAsync(stage, kind);
            await PassAsync(stage, ledger, 20);
            await GoAsync(stage, kind);
            await PassAsync(stage, ledger, 10);
        }

        await PassAsync(stage, ledger, (int)Flapping.Quiet.TotalSeconds);

        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        var alert = await db.Alerts.SingleAsync(row => kind == "drain" ? row.Cause == AlertCause.DrainStuck : row.Name == "GpuLost", Token);
        Assert.AreEqual(8, alert.Times);
        Assert.IsNotNull(alert.EndedAt);
        Assert.AreEqual(4, await db.OutboxMessages.CountAsync(row => row.Payload == alert.Id.ToString(), Token));
        var told = (await new AlertReader(database.Contexts, new DashboardOptions()).FindAsync(alert.Id, Token))!;
        Assert.AreEqual("8", told.Annotations["count"]);
        StringAssert.StartsWith(told.Annotations["flapping"], "came 8 times since 2026-11-24");
    }

    private async Task<DrainStage> StageAsync(TestDatabase database, string kind) => kind == "drain"
        ? (await DrainStage.DrainingAsync(database, new Balancers(), Token)).Stage
        : await DrainStage.CreateAsync(database, new ScriptedTarget(), 1, 0, 0, Token);

    private async Task ComeAsync(DrainStage stage, string kind)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        _ = kind == "drain"
            ? (object)await db.Drains.ExecuteUpdateAsync(set => set.SetProperty(row => row.State, DrainState.Overdue), Token)
            : await stage.FindAsync(stage.Hosts[0], DrainAdvice.None, Token, "gpu-lost");
    }

    private async Task GoAsync(DrainStage stage, string kind)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        _ = kind == "drain"
            ? await db.Drains.ExecuteUpdateAsync(set => set.SetProperty(row => row.State, DrainState.Draining), Token)
            : await db.Conditions.ExecuteUpdateAsync(set => set.SetProperty(row => row.State, ConditionState.Resolved), Token);
    }

    private async Task PassAsync(DrainStage stage, AlertLedger ledger, int seconds)
    {
        await ledger.BringUpToDateAsync(DateTimeOffset.MaxValue, Token);
        stage.Time.Advance(TimeSpan.FromSeconds(seconds));
        await ledger.BringUpToDateAsync(DateTimeOffset.MaxValue, Token);
    }
}
