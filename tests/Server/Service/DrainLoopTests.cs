using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Service;

/// <summary>The reconciler's own loop is the safety net: whoever tells of changes may be silent, and any replica may be gone.</summary>
[TestClass]
public sealed class DrainLoopTests(TestContext context)
{
    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    [Timeout(60_000, CooperativeCancellation = true)]
    public async Task Loop_ThatHearsOfNoChange_MovesWhatIsDue()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await DrainStage.CreateAsync(database, new ScriptedTarget(), 8, 6, 1, Token);
        stage.Ready.Set();
        using var worker = stage.Worker();
        await worker.StartAsync(Token);
        await stage.FindAsync(stage.Hosts[0], DrainAdvice.Now, Token);

        await Until.Async(
            "the host is empty",
            async stop =>
            {
                stage.Time.Advance(TimeSpan.FromSeconds(1));
                await stage.HearAsync(stop);
                return (await stage.DrainAsync(stop)).State;
            },
            state => state == DrainState.Working,
            Token);
        await worker.StopAsync(Token);
    }
}
