using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Service;

/// <summary>Random histories of a Pool's Drains against what must never be: a Pool below its requirement, a cordon without a live Drain, two
/// tickets for one Drain, "empty" without a reading that says so.</summary>
[TestClass]
public sealed class DrainModelTests
{
    private const int Moves = 200;

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public async Task History_AtRandom_KeepsWhatMustNeverBeBroken(int seed)
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (target, mortality) = (new Balancers(), new Mortality(database.DataSource));
        var stage = await DrainStage.CreateAsync(database, target, 6, DrainModel.Required, DrainModel.Spare, Token, contexts: mortality);
        var model = new DrainModel(stage, target, mortality, new Random(seed), Token);
        var history = new List<string>();
        for (var move = 0; move < Moves; move++)
        {
            history.Add(await model.MoveAsync());
            await model.AssertAsync($"seed {seed}, move {move}: {string.Join("; ", history.TakeLast(8))}");
        }

        await model.SettleAsync();
        await model.AssertAtRestAsync($"seed {seed}, at rest after {history[^1]}");
        TestContext.WriteLine(string.Join(", ", model.Reached.Select(pair => $"{pair.Key} {pair.Value}")));
        Assert.IsGreaterThan(0, model.Reached.GetValueOrDefault(DrainState.Working));
    }
}
