using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Journal;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Journal;

[TestClass]
public sealed class JournalChainTests(TestContext test)
{
    // A hand at the database itself, past the trigger: what the chain is for.
    private const string PastTheTrigger = "SET session_replication_role = replica; ";

    [TestMethod]
    public async Task SealAsync_ReplicasAtOnce_MakeOneUnbrokenChain()
    {
        await using var stage = await Stage.CreateAsync(test.CancellationToken);
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
        await using var stage = await Stage.CreateAsync(test.CancellationToken);
        await stage.AppendAsync(10, test.CancellationToken);
        await stage.Chain.SealAsync(test.CancellationToken);
        await stage.ExecuteAsync(PastTheTrigger + tampering, test.CancellationToken);
        var verdict = await stage.VerifyAsync(test.CancellationToken);
        Assert.IsFalse(verdict.Intact);
        Assert.Contains(expected, verdict.Sentence);
    }

    [TestMethod]
    public async Task VerifyAsync_WholeChainRewritten_IsBetrayedByTheSignedCheckpoint()
    {
        await using var stage = await Stage.CreateAsync(test.CancellationToken);
        await stage.AppendAsync(10, test.CancellationToken);
        await stage.Chain.SealAsync(test.CancellationToken);
        stage.Checkpoints.Write(await stage.Chain.HeadAsync(test.CancellationToken));
        await stage.ExecuteAsync(
            PastTheTrigger + "UPDATE journal SET summary = 'nothing happened' WHERE chain_position = 3; UPDATE journal SET hash = NULL, chain_position = NULL; "
            + "UPDATE journal_head SET position = 0, hash = decode(repeat('00', 32), 'hex')",
            test.CancellationToken);
        await stage.Chain.SealAsync(test.CancellationToken);
        var verdict = await stage.VerifyAsync(test.CancellationToken);
        Assert.IsFalse(verdict.Intact);
        Assert.Contains("rewritten", verdict.Sentence);
    }

    [TestMethod]
    public async Task VerifyAsync_ForgedCheckpoint_IsNoticed()
    {
        await using var stage = await Stage.CreateAsync(test.CancellationToken);
        await stage.AppendAsync(2, test.CancellationToken);
        await stage.Chain.SealAsync(test.CancellationToken);
        stage.Checkpoints.Write(await stage.Chain.HeadAsync(test.CancellationToken));
        var file = Directory.GetFiles(stage.Folder, "*.json", SearchOption.AllDirectories).Single();
        var checkpoint = JsonSerializer.Deserialize<JournalCheckpoint>(await File.ReadAllTextAsync(file, test.CancellationToken))!;
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(checkpoint with { Position = 1 }), test.CancellationToken);
        Assert.Contains("not signed", (await stage.VerifyAsync(test.CancellationToken)).Sentence);
    }

    [TestMethod]
    [DataRow("{}")]
    [DataRow("null")]
    [DataRow("")]
    [DataRow("{\"Position\":1,\"Hash\":\"00\",\"At\":\"2026-11-25T00:00:00+00:00\",\"Signature\":\"no base64\"}")]
    public async Task VerifyAsync_FileThatIsNoCheckpoint_IsNoticed(string text)
    {
        await using var stage = await Stage.CreateAsync(test.CancellationToken);
        await stage.AppendAsync(2, test.CancellationToken);
        await stage.Chain.SealAsync(test.CancellationToken);
        stage.Checkpoints.Write(await stage.Chain.HeadAsync(test.CancellationToken));
        await File.WriteAllTextAsync(Directory.GetFiles(stage.Folder, "*.json", SearchOption.AllDirectories).Single(), text, test.CancellationToken);
        Assert.Contains("not signed", (await stage.VerifyAsync(test.CancellationToken)).Sentence);
    }

    [TestMethod]
    [DataRow("UPDATE journal SET summary = 'x'")]
    [DataRow("UPDATE journal SET hash = NULL, chain_position = NULL")]
    [DataRow("DELETE FROM journal")]
    [DataRow("TRUNCATE journal")]
    public async Task Trigger_ChangeOfASealedEntry_IsRefused(string sql)
    {
        await using var stage = await Stage.CreateAsync(test.CancellationToken);
        await stage.AppendAsync(3, test.CancellationToken);
        await stage.Chain.SealAsync(test.CancellationToken);
        var error = await Assert.ThrowsExactlyAsync<PostgresException>(() => stage.ExecuteAsync(sql, test.CancellationToken));
        Assert.Contains("only grows", error.Message);
    }

    private sealed class Stage(TestDatabase database) : IAsyncDisposable
    {
        private readonly DataFolder folder = new(Directory.CreateTempSubdirectory("fleet-journal-").FullName);

        public string Folder => folder.At("");
        public JournalChain Chain { get; } = new(database.Contexts);
        public JournalCheckpoints Checkpoints => field ??= new JournalCheckpoints(folder, new KeyInHand(), TimeProvider.System);

        public static async Task<Stage> CreateAsync(CancellationToken cancellationToken) => new(await TestDatabase.CreateAsync(cancellationToken));

        public Task<JournalVerdict> VerifyAsync(CancellationToken cancellationToken) =>
            new JournalVerifier(database.Contexts, Checkpoints).VerifyAsync(cancellationToken);

        public async Task AppendAsync(int count, CancellationToken cancellationToken)
        {
            await using var db = database.Contexts.CreateDbContext();
            for (var i = 0; i < count; i++)
            {
                db.Add(new JournalEntry { At = TimeProvider.System.GetUtcNow(), Actor = "system", Kind = "test", Summary = $"entry {i}", HostId = Guid.NewGuid() });
            }

            await db.SaveChangesAsync(cancellationToken);
        }

        public async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
        {
            await using var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        public ValueTask DisposeAsync()
        {
            Directory.Delete(Folder, recursive: true);
            return database.DisposeAsync();
        }
    }

    private sealed class KeyInHand : IJournalSigner
    {
        private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        public bool CanSign => true;

        public byte[] Sign(byte[] data) => key.SignData(data, HashAlgorithmName.SHA256);

        public bool Verify(byte[] data, byte[] signature) => key.VerifyData(data, signature, HashAlgorithmName.SHA256);
    }
}
