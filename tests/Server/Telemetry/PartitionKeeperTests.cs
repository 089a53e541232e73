using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Telemetry.Codec;
using SovereignFleet.Server.Telemetry.Storage;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Telemetry;

[TestClass]
public sealed class PartitionKeeperTests
{
    public required TestContext TestContext { get; init; }

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(120_000, CooperativeCancellation = true)]
    public async Task Keeper_MakesTheDaysAheadAndDropsThosePastTheRetention()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 23, 30, 0, TimeSpan.Zero));
        var partitions = new Partitions(database.DataSource, Options.Create(new TelemetryOptions { Retention = TimeSpan.FromDays(2) }), time);
        var ready = new DatabaseReady();
        ready.Set();
        using var keeper = new PartitionKeeper(partitions, ready, time, NullLogger<PartitionKeeper>.Instance);
        await keeper.StartAsync(Token);
        await UntilDaysAsync(database, "20261123 20261124 20261125", () => { });

        // Each look is an hour on.
        await UntilDaysAsync(database, "20261124 20261125 20261126 20261127 20261128", () =>
        {
            if (time.GetUtcNow() < new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero))
            {
                time.Advance(TimeSpan.FromHours(1));
            }
        });
        await keeper.StopAsync(Token);
    }

    [TestMethod]
    public async Task Store_OlderThanTheRetention_IsNotStored()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        var partitions = new Partitions(database.DataSource, Options.Create(new TelemetryOptions { Retention = TimeSpan.FromDays(2) }), time);
        var store = new BlockStore(database.DataSource, partitions, NullLogger<BlockStore>.Instance);
        var content = new GpuMinute();
        content.Set(0, 10, 50);
        await store.StoreAsync([Block(time.GetUtcNow().AddDays(-3)), Block(time.GetUtcNow().AddDays(-1))], Token);
        Assert.AreEqual("20261122", await DaysAsync(database, Token));

        GpuBlock Block(DateTimeOffset at) => new(Guid.NewGuid(), "GPU-1", GpuMinute.StartOf(at), content);
    }

    private Task<string> UntilDaysAsync(TestDatabase database, string expected, Action before) => Until.Async(
        "the days are " + expected,
        token =>
        {
            before();
            return DaysAsync(database, token);
        },
        days => days == expected,
        Token);

    private static async Task<string> DaysAsync(TestDatabase database, CancellationToken cancellationToken)
    {
        await using var command = database.DataSource.CreateCommand(
            "SELECT coalesce(string_agg(right(child.relname, 8), ' ' ORDER BY child.relname), '') FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid WHERE inhparent = 'gpu_minutes'::regclass");
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
