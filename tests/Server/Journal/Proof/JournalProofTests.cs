using System.Text.Json;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Journal.Proof;

namespace SovereignFleet.Tests.Server.Journal.Proof;

/// <summary>What somebody does to the Journal who holds the database, its superuser even, and each thing that gives them away.</summary>
[TestClass]
public sealed class JournalProofTests(TestContext test)
{
    private const string Unseal = "UPDATE journal SET hash = NULL, chain_position = NULL; UPDATE journal_head SET position = 0, hash = decode(repeat('00', 32), 'hex'); ";
    private const string Forge = "UPDATE journal SET summary = 'nothing happened' WHERE chain_position = 3; ";

    private CancellationToken Token => test.CancellationToken;

    [TestMethod]
    public async Task Verify_ChainRewrittenWithRightHashes_IsBetrayedByTheCheckpoint()
    {
        await using var stage = await JournalStage.OfTenAsync(Token);
        await ForgeAsync(stage, Forge);

        await NotIntactAsync(stage, "The chain was rewritten: entry 10 is not the one that was signed");
    }

    // Nobody walked the chain by itself: rows that were rewritten alarmed nobody until somebody asked.
    [TestMethod]
    public async Task Walk_ChainRewritten_IsAFaultThatNoLookShows()
    {
        await using var stage = await JournalStage.OfTenAsync(Token);
        await stage.WalkAsync(Token);
        Assert.AreEqual("", stage.Found);

        await ForgeAsync(stage, Forge);
        await stage.WatchAsync(Token);
        Assert.AreEqual("", stage.Found);
        await stage.WalkAsync(Token);

        Assert.AreEqual(JournalWalk.Key, stage.Found);
    }

    [TestMethod]
    public async Task Verify_ChainRewrittenAndCheckpointsRemoved_IsBetrayedByTheFolder()
    {
        await using var stage = await JournalStage.OfTenAsync(Token);
        await ForgeAsync(stage, Forge + "DELETE FROM journal_checkpoints; ");

        await NotIntactAsync(stage, "The database has lost checkpoint 1, which is in 0000000001.json");
        await stage.WatchAsync(Token);
        Assert.AreEqual("sink:folder", stage.Found);
    }

    [TestMethod]
    public async Task Verify_NeitherCheckpointsNorTheirFolder_IsNotIntact()
    {
        await using var stage = await JournalStage.OfTenAsync(Token);
        await ForgeAsync(stage, Forge + "DELETE FROM journal_checkpoints; ");
        Directory.Delete(stage.Checkpoints, recursive: true);

        await NotIntactAsync(stage, "Nothing is signed of entries 1 to 10");
    }

    [TestMethod]
    public async Task Verify_TailCutWithItsHead_IsBetrayedByTheCheckpoint()
    {
        await using var stage = await JournalStage.OfTenAsync(Token);
        await stage.ExecuteAsync(
            JournalStage.PastTheTrigger + "DELETE FROM journal WHERE chain_position > 7; "
            + "UPDATE journal_head SET position = 7, hash = (SELECT hash FROM journal WHERE chain_position = 7)", Token);

        await NotIntactAsync(stage, "entry 10 was signed: the last are missing");
    }

    [TestMethod]
    public async Task Verify_CheckpointInTheMiddleRemoved_IsAGap()
    {
        await using var stage = await JournalStage.OfTenAsync(Token);
        for (var hour = 0; hour < 2; hour++)
        {
            stage.Time.Advance(TimeSpan.FromHours(1));
            await stage.AppendAsync(1, Token);
            await stage.Chain.SealAsync(Token);
        }

        await stage.ExecuteAsync(JournalStage.PastTheTrigger + "DELETE FROM journal_checkpoints WHERE number = 2", Token);

        await NotIntactAsync(stage, "Checkpoint 2 is missing from the database");
    }

    [TestMethod]
    public async Task Verify_ResignedWithAnotherKey_IsNotOfThisFleet()
    {
        await using var stage = await JournalStage.OfTenAsync(Token);
        var key = stage.Key;
        stage.Key = new JournalStage.KeyInHand();
        Directory.Delete(stage.Folder + "/journal-sinks", recursive: true);
        Directory.Delete(stage.Checkpoints, recursive: true);
        await ForgeAsync(stage, Forge + "DELETE FROM journal_checkpoints; ");
        await stage.WatchAsync(Token);
        stage.Key = key;

        await NotIntactAsync(stage, "Checkpoint 1 in the database is not signed by this fleet");
    }

    [TestMethod]
    public async Task Verify_FolderRemoved_IsNotIntact_AndTheWatchTells()
    {
        await using var stage = await JournalStage.OfTenAsync(Token);
        Directory.Delete(stage.Checkpoints, recursive: true);
        stage.Time.Advance(TimeSpan.FromMinutes(6));

        await NotIntactAsync(stage, "Checkpoint 1 is missing from " + stage.Checkpoints);
        await stage.WatchAsync(Token);
        Assert.AreEqual("folder", stage.Found);
    }

    [TestMethod]
    [DataRow("{}")]
    [DataRow("null")]
    [DataRow("")]
    [DataRow("{\"Position\":1,\"Hash\":\"00\",\"At\":\"2026-11-25T00:00:00+00:00\",\"Signature\":\"no base64\"}")]
    public async Task Verify_FileThatIsNoCheckpoint_IsNoticed(string text)
    {
        await using var stage = await JournalStage.OfTenAsync(Token);
        await File.WriteAllTextAsync(Directory.GetFiles(stage.Checkpoints).Single(), text, Token);

        await NotIntactAsync(stage, "not signed");
    }

    [TestMethod]
    public async Task Verify_ForgedCheckpoint_IsNoticed()
    {
        await using var stage = await JournalStage.OfTenAsync(Token);
        var file = Directory.GetFiles(stage.Checkpoints).Single();
        var checkpoint = JsonSerializer.Deserialize<JournalCheckpoint>(await File.ReadAllTextAsync(file, Token))!;
        await File.WriteAllTextAsync(file, (checkpoint with { Position = 1 }).Line, Token);

        await NotIntactAsync(stage, "not signed");
    }

    /// <summary>A folder of the version before: files by their hour, not chained.</summary>
    [TestMethod]
    public async Task Verify_CheckpointOfTheVersionBefore_IsHeldAgainstTheChainToo()
    {
        await using var stage = await JournalStage.OfTenAsync(Token);
        var hash = await stage.ScalarAsync("SELECT encode(hash, 'hex') FROM journal WHERE chain_position = 4", Token);
        var old = new JournalCheckpoint(4, hash, stage.Time.GetUtcNow());
        var signature = Convert.ToBase64String(stage.Key.Sign(old.Message));
        var path = Path.Combine(stage.Checkpoints, "2026-11-24T12.json");
        await File.WriteAllTextAsync(path, $$"""{"Position":4,"Hash":"{{hash}}","At":"{{old.At:O}}","Signature":"{{signature}}"}""", Token);
        Assert.IsTrue((await stage.VerifyAsync(Token)).Intact);

        var other = old with { Hash = hash.Replace('a', 'b') + "00" };
        await File.WriteAllTextAsync(path, (other with { Signature = Convert.ToBase64String(stage.Key.Sign(other.Message)) }).Line, Token);
        await NotIntactAsync(stage, "The chain was rewritten: entry 4");
    }

    [TestMethod]
    [DataRow("DROP TRIGGER journal_only_grows ON journal", "journal_only_grows")]
    [DataRow("ALTER TABLE journal DISABLE TRIGGER journal_never_empties", "journal_never_empties")]
    [DataRow("ALTER TABLE journal ENABLE REPLICA TRIGGER journal_only_grows", "journal_only_grows")]
    [DataRow("DROP TRIGGER journal_checkpoints_only_grow ON journal_checkpoints", "journal_checkpoints_only_grow")]
    [DataRow("CREATE OR REPLACE FUNCTION journal_checkpoints_only_grow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'", "journal_checkpoints_only_grow")]
    [DataRow("CREATE OR REPLACE TRIGGER journal_only_grows BEFORE UPDATE OR DELETE ON journal FOR EACH ROW EXECUTE FUNCTION fleet_tell_change()", "journal_only_grows")]
    public async Task Verify_TriggerGoneOrOff_IsNotIntact_AndTheWatchTells(string sql, string trigger)
    {
        await using var stage = await JournalStage.OfTenAsync(Token);
        await stage.ExecuteAsync(sql, Token);

        await NotIntactAsync(stage, $"The trigger {trigger}");
        await stage.WatchAsync(Token);
        Assert.AreEqual("trigger:" + trigger, stage.Found);
    }

    /// <summary>Somebody who holds the server too, its key, its folder and all: the copy that is out of their reach.</summary>
    [TestMethod]
    public async Task VerifyAgainst_AllMadeAnewWithTheRightKey_IsBetrayedByTheSinksCopy()
    {
        await using var stage = await JournalStage.OfTenAsync(Token);
        var copy = await CopyAsync(stage);
        var good = await stage.VerifyAsync(Token, copy);
        Assert.IsTrue(good.Intact, good.Sentence);
        Assert.Contains("up to number 1", good.Sentence);

        Directory.Delete(stage.Folder + "/journal-sinks", recursive: true);
        Directory.Delete(stage.Checkpoints, recursive: true);
        await ForgeAsync(stage, Forge + "DELETE FROM journal_checkpoints; ");
        await stage.WatchAsync(Token);
        Assert.AreEqual("", stage.Found);

        Assert.Contains("No sink is set up", (await stage.VerifyAsync(Token)).Sentence);
        var bad = await stage.VerifyAsync(Token, copy);
        Assert.IsFalse(bad.Intact);
        Assert.Contains("Checkpoint 1 in the database is another than in the sink's copy", bad.Sentence);
    }

    [TestMethod]
    [DataRow("", "The sink's copy has no checkpoint")]
    [DataRow("2", "The sink's copy lacks checkpoint 1")]
    [DataRow("1 3", "The sink's copy lacks checkpoint 2")]
    [DataRow("1 2 3 9", "Line 4 of the sink's copy is not signed")]
    public async Task VerifyAgainst_CopyWithAGapOrAForgery_IsNotIntact(string numbers, string expected)
    {
        await using var stage = await JournalStage.OfTenAsync(Token);
        for (var hour = 0; hour < 2; hour++)
        {
            stage.Time.Advance(TimeSpan.FromHours(1));
            await stage.AppendAsync(1, Token);
            await stage.Chain.SealAsync(Token);
        }

        await stage.WatchAsync(Token);
        var copy = await CopyAsync(stage);
        Assert.AreEqual(3, copy.Length);
        var chosen = numbers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => number == "9" ? copy[0].Replace("\"Number\":1", "\"Number\":9") : copy[number[0] - '1']);

        var verdict = await stage.VerifyAsync(Token, chosen);
        Assert.IsFalse(verdict.Intact);
        Assert.Contains(expected, verdict.Sentence);
    }

    private async Task ForgeAsync(JournalStage stage, string sql)
    {
        await stage.ExecuteAsync(JournalStage.PastTheTrigger + sql + Unseal, Token);
        await stage.Chain.SealAsync(Token);
    }

    private async Task NotIntactAsync(JournalStage stage, string expected)
    {
        var verdict = await stage.VerifyAsync(Token);
        Assert.IsFalse(verdict.Intact, verdict.Sentence);
        Assert.Contains(expected, verdict.Sentence);
    }

    // As a syslog keeps it: something stands before.
    private async Task<string[]> CopyAsync(JournalStage stage) => [.. (await Task.WhenAll(
        Directory.GetFiles(stage.Checkpoints).Order().Select(file => File.ReadAllTextAsync(file, Token)))).Select(line => "2026-11-24T12:10:00Z control sovereignfleet " + line)];
}
