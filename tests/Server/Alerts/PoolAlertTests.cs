using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Alerts;
using SovereignFleet.Server.Alerts.Causes;
using SovereignFleet.Server.Alerts.Channels;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Alerts;

[TestClass]
public sealed class PoolAlertTests(TestContext context)
{
    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    [DataRow(7, 6, 1, "")]
    [DataRow(6, 6, 1, "PoolBelowSpare")]
    [DataRow(5, 6, 1, "PoolBelowRequired")]
    [DataRow(0, 0, 0, "")]
    [DataRow(0, 0, 1, "PoolBelowSpare")]
    public void Cause_OfAStanding_IsWhatLacks(int available, int required, int spare, string expected) =>
        Assert.AreEqual(expected, new PoolStanding("llm-ca", available, required, spare, []).Cause?.ToString() ?? "");

    [TestMethod]
    public async Task BringUpToDate_HostsFallSilentOneByOne_TellsThePoolOnceForEachStepAndEndsWhenTheyAreBack()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, ledger) = await StageAsync(database);
        await stage.HearAsync(Token);
        Assert.AreEqual("", await FiringAsync(stage, ledger));

        // 8 Hosts, 6 required and 1 in spare: two silent ones are one too many, three are two.
        Guid[] two = [.. stage.Hosts.Take(2).Select(host => host.Id)], three = [.. stage.Hosts.Take(3).Select(host => host.Id)];
        await PassAsync(stage, two);
        Assert.AreEqual("PoolBelowSpare: Pool llm-ca has 6 hosts available, and 6 required + 1 spare = 7 are to be there", await FiringAsync(stage, ledger, two));
        Assert.AreEqual("PoolBelowSpare: Pool llm-ca has 6 hosts available, and 6 required + 1 spare = 7 are to be there", await FiringAsync(stage, ledger, two));
        await PassAsync(stage, three);
        Assert.AreEqual("PoolBelowRequired: Pool llm-ca has 5 hosts available, and its service requires 6", await FiringAsync(stage, ledger, three));
        await PassAsync(stage, []);
        Assert.AreEqual("", await FiringAsync(stage, ledger));

        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(2, await db.Alerts.CountAsync(Token));
        StringAssert.Contains((await db.Alerts.OrderBy(alert => alert.StartedAt).FirstAsync(Token)).Annotations, "gpu-yul1-01: silent for");
    }

    /// <summary>An agent that is restarted is no shortage.</summary>
    [TestMethod]
    [DataRow("PoolBelowRequired", 9, false)]
    [DataRow("PoolBelowRequired", 10, true)]
    [DataRow("PoolBelowSpare", 59, false)]
    [DataRow("PoolBelowSpare", 60, true)]
    public void Lasts_OfAShortage_IsSecondsForTheRequiredAndAMinuteForTheSpare(string cause, int seconds, bool told) =>
        Assert.AreEqual(told, PoolAlerts.Lasts(Enum.Parse<AlertCause>(cause), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddSeconds(seconds)));

    /// <summary>The model spans the GPUs of a Host: with one of them gone it serves nobody, though its agent speaks.</summary>
    [TestMethod]
    [DataRow("gpu-lost", "PoolBelowSpare")]
    [DataRow("xid-79", "PoolBelowSpare")]
    [DataRow("ecc-uncorrected", "")]
    public async Task BringUpToDate_TwoHostsHaveLostAGpu_TheyDoNotCount(string code, string expected)
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, ledger) = await StageAsync(database);
        await stage.HearAsync(Token);
        await stage.FindAsync(stage.Hosts[0], DrainAdvice.None, Token, code);
        await stage.FindAsync(stage.Hosts[1], DrainAdvice.None, Token, code);

        var firing = await FiringAsync(stage, ledger);
        Assert.AreEqual(expected, firing.Split(':')[0]);
    }

    /// <summary>A server that has just begun has heard nobody yet.</summary>
    [TestMethod]
    public async Task BringUpToDate_ServerHasJustBegun_TellsNothing()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, ledger) = await StageAsync(database);

        await ledger.BringUpToDateAsync(stage.Time.GetUtcNow() - new LivenessOptions().Silence + TimeSpan.FromSeconds(1), Token);
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(0, await db.Alerts.CountAsync(Token));

        await ledger.BringUpToDateAsync(stage.Time.GetUtcNow() - new LivenessOptions().Silence, Token);
        stage.Time.Advance(PoolAlerts.RequiredHold);
        await ledger.BringUpToDateAsync(stage.Time.GetUtcNow() - new LivenessOptions().Silence, Token);
        Assert.AreEqual("PoolBelowRequired", (await db.Alerts.SingleAsync(Token)).Name);
    }

    private async Task<(DrainStage Stage, AlertLedger Ledger)> StageAsync(TestDatabase database)
    {
        var stage = await DrainStage.CreateAsync(database, new ScriptedTarget(), 8, 6, 1, Token);
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        await db.Heartbeats.ExecuteDeleteAsync(Token);
        return (stage, stage.Ledger(new AlertChannels(new AlertsOptions(), new DashboardOptions(), new JsonPost(), stage.Time)));
    }

    /// <summary>Long enough for a silence, in which all others are heard.</summary>
    private async Task PassAsync(DrainStage stage, Guid[] silent)
    {
        stage.Time.Advance(new LivenessOptions().Silence + TimeSpan.FromSeconds(1));
        await stage.HearAsync(Token, except: silent);
    }

    /// <summary>After a shortage lasted for as long as it must.</summary>
    private async Task<string> FiringAsync(DrainStage stage, AlertLedger ledger, params Guid[] silent)
    {
        await ledger.BringUpToDateAsync(DateTimeOffset.MinValue, Token);
        stage.Time.Advance(PoolAlerts.SpareHold);
        await stage.HearAsync(Token, except: silent);
        await ledger.BringUpToDateAsync(DateTimeOffset.MinValue, Token);
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        return string.Join("; ", await db.Alerts.Where(alert => alert.EndedAt == null && alert.PoolId != null).Select(alert => $"{alert.Name}: {alert.Summary}").ToListAsync(Token));
    }
}
