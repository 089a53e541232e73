using Npgsql;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Journal.Sealing;

namespace SovereignFleet.Tests.Server.Journal;

[TestClass]
public sealed class JournalChainTests(TestContext test)
{
    [TestMethod]
    public async Task SealAsync_ReplicasAtOnce_MakeOneUnbrokenChain()
    {
        await using var stage = await JournalStage.CreateAsync(test.CancellationToken);
        await stage.AppendAsync(50, test.CancellationToken);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => stage.Chain.SealAsync(test.CancellationToken)));
        await stage.AppendAsync(5, test.CancellationToken);
        await stage.Chain.SealAsync(test.CancellationToken);
        var verdict = await stage.VerifyAsync(test.CancellationToken);
        Assert.IsTrue(verdict.Intact, verdict.Sentence);
        Assert.AreEqual(55, verdict.Entries);
    }

    [TestMethod]
    [DataRow("UPDATE journal SET summary = 'nothing happened' WHERE chain_position = 3", "Entry 3 of the chain")]
    [DataRow("UPDATE journal SET actor = 'person:bob' WHERE chain_position = 10", "Entry 10 of the chain")]
    [DataRow("DELETE FROM journal WHERE chain_position = 4", "Entry 4 of the chain is missing")]
    [DataRow("DELETE FROM journal WHERE chain_position = 10", "the last are missing")]
    [DataRow("DELETE FROM journal", "the last are missing")]
    [DataRow("UPDATE journal SET chain_position = 99 WHERE chain_position = 2; UPDATE journal SET chain_position = 2 WHERE chain_position = 3; UPDATE journal SET chain_position = 3 WHERE chain_position = 99", "Entry 2 of the chain")]
    [DataRow("UPDATE journal SET hash = NULL, chain_position = NULL WHERE chain_position = 10", "the last are missing")]
    public async Task VerifyAsync_AfterTampering_SaysWhere(string tampering, string expected)
    {
        await using var stage = await JournalStage.CreateAsync(test.CancellationToken);
        await stage.AppendAsync(10, test.CancellationToken);
        await stage.Chain.SealAsync(test.CancellationToken);
        await stage.ExecuteAsync(JournalStage.PastTheTrigger + tampering, test.CancellationToken);
        var verdict = await stage.VerifyAsync(test.CancellationToken);
        Assert.IsFalse(verdict.Intact);
        Assert.Contains(expected, verdict.Sentence);
    }

    [TestMethod]
    public async Task SealAsync_ThousandsOfEntriesAndAnHour_SignsEachThousandAndTheHoursEnd()
    {
        await using var stage = await JournalStage.CreateAsync(test.CancellationToken);
        await stage.AppendAsync(2500, test.CancellationToken);
        var chain = stage.Chain;
        while (await chain.SealAsync(test.CancellationToken) > 0)
        {
            // All that there are.
        }

        Assert.AreEqual("1000 2000", await PositionsAsync(stage));
        stage.Time.Advance(TimeSpan.FromMinutes(55));
        await chain.SealAsync(test.CancellationToken);
        Assert.AreEqual("1000 2000 2500", await PositionsAsync(stage));

        stage.Time.Advance(TimeSpan.FromHours(5));
        await chain.SealAsync(test.CancellationToken);
        Assert.AreEqual("1000 2000 2500", await PositionsAsync(stage), "Nothing happened in these hours.");
        var verdict = await stage.VerifyAsync(test.CancellationToken);
        Assert.Contains("missing from", verdict.Sentence, "The folder was given none.");
        await stage.WatchAsync(test.CancellationToken);
        verdict = await stage.VerifyAsync(test.CancellationToken);
        Assert.IsTrue(verdict.Intact, verdict.Sentence);
    }

    [TestMethod]
    [DataRow("UPDATE journal SET summary = 'x'")]
    [DataRow("UPDATE journal SET hash = NULL, chain_position = NULL")]
    [DataRow("DELETE FROM journal")]
    [DataRow("TRUNCATE journal")]
    [DataRow("UPDATE journal_checkpoints SET position = 1")]
    [DataRow("DELETE FROM journal_checkpoints")]
    [DataRow("TRUNCATE journal_checkpoints")]
    public async Task Trigger_ChangeOfASealedEntryOrCheckpoint_IsRefused(string sql)
    {
        await using var stage = await JournalStage.CreateAsync(test.CancellationToken);
        await stage.AppendAsync(3, test.CancellationToken);
        await stage.Chain.SealAsync(test.CancellationToken);
        var error = await Assert.ThrowsExactlyAsync<PostgresException>(() => stage.ExecuteAsync(sql, test.CancellationToken));
        Assert.Contains("only grow", error.Message);
    }

    [TestMethod]
    [DataRow("SELECT journal_seal(ARRAY[1], ARRAY[7], ARRAY['\\x00'::bytea])", "without a gap")]
    [DataRow("SELECT journal_seal(ARRAY[1], ARRAY[4], ARRAY['\\x00'::bytea])", "only grows")]
    [DataRow("SELECT journal_seal(ARRAY[99], ARRAY[4], ARRAY['\\x00'::bytea])", "0 of 1 journal entries")]
    public async Task Seal_OfSomethingElseThanTheNext_IsRefused(string sql, string expected)
    {
        await using var stage = await JournalStage.CreateAsync(test.CancellationToken);
        await stage.AppendAsync(3, test.CancellationToken);
        await stage.Chain.SealAsync(test.CancellationToken);
        var error = await Assert.ThrowsExactlyAsync<PostgresException>(() => stage.ExecuteAsync(sql, test.CancellationToken));
        Assert.Contains(expected, error.Message);
    }

    [TestMethod]
    [DataRow(0, 0, "", 0, false)]
    [DataRow(0, 1, "", 0, true)]
    [DataRow(5, 5, "12:10", 60, false)]
    [DataRow(5, 6, "12:10", 49, false)]
    [DataRow(5, 6, "12:10", 50, true)]
    [DataRow(5, 1004, "12:10", 1, false)]
    [DataRow(5, 1005, "12:10", 1, true)]
    public void IsDue_ByEntriesAndByTheHour(long before, long position, string at, int minutes, bool due)
    {
        var then = new DateTimeOffset(2026, 11, 24, 12, 10, 0, TimeSpan.Zero);
        var last = at.Length == 0 ? null : new JournalCheckpoint(before, "", then, Number: 1);
        Assert.AreEqual(due, CheckpointRule.IsDue(last, position, then.AddMinutes(minutes)));
    }

    private Task<string> PositionsAsync(JournalStage stage) =>
        stage.ScalarAsync("SELECT string_agg(position::text, ' ' ORDER BY number) FROM journal_checkpoints", test.CancellationToken);
}
