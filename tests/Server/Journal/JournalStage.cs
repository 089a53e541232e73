using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Journal.Proof;
using SovereignFleet.Server.Journal.Sealing;
using SovereignFleet.Server.Journal.Sinks;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Journal;

/// <summary>A Journal in a real database, its checkpoints and its sinks, on a clock that the test moves.</summary>
internal sealed class JournalStage : IAsyncDisposable
{
    // A hand at the database itself, past the trigger: what the chain is for.
    public const string PastTheTrigger = "SET session_replication_role = replica; ";

    private readonly TestDatabase database;
    private readonly DataFolder folder = new(Directory.CreateTempSubdirectory("fleet-journal-").FullName);

    private JournalStage(TestDatabase database, JournalOptions options)
    {
        this.database = database;
        Sinks = new JournalSinks(folder, new FolderSink(folder), options);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 24, 12, 10, 0, TimeSpan.Zero));

    public KeyInHand Key { get; set; } = new();

    public JournalSinks Sinks { get; }

    public JournalFaults Faults { get; } = new();

    public string Folder => folder.At("");

    public string Checkpoints => Sinks.Own.Folder;

    public JournalChain Chain => new(database.Contexts, new CheckpointLedger(Key, Sinks, Time), Time);

    public static async Task<JournalStage> CreateAsync(CancellationToken cancellationToken, JournalOptions? options = null) =>
        new(await TestDatabase.CreateAsync(cancellationToken), options ?? new JournalOptions());

    /// <summary>A Journal of ten entries, sealed, signed and given to the sinks.</summary>
    public static async Task<JournalStage> OfTenAsync(CancellationToken cancellationToken, JournalOptions? options = null)
    {
        var stage = await CreateAsync(cancellationToken, options);
        await stage.AppendAsync(10, cancellationToken);
        await stage.Chain.SealAsync(cancellationToken);
        await stage.WatchAsync(cancellationToken);
        return stage;
    }

    private JournalVerifier Verifier => new(database.Contexts, Sinks, new JournalGuard(database.DataSource), Key, Time);

    public Task<JournalVerdict> VerifyAsync(CancellationToken cancellationToken, IEnumerable<string>? copy = null) => Verifier.VerifyAsync(copy, cancellationToken);

    /// <summary>The walk of the day.</summary>
    public async Task WalkAsync(CancellationToken cancellationToken)
    {
        using var walk = new JournalWalk(Verifier, Faults, new DatabaseReady(), Time, NullLogger<JournalWalk>.Instance);
        await walk.WalkAsync(cancellationToken);
    }

    /// <summary>The watch's next look.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var watch = new JournalWatch(
            database.Contexts, Sinks, new JournalGuard(database.DataSource), Faults, new DatabaseReady(), Time, NullLogger<JournalWatch>.Instance);
        await watch.LookAsync(cancellationToken);
    }

    /// <summary>What the watch found, but for the role: a test is its database's superuser.</summary>
    public string Found => string.Join(' ', Faults.Now.Select(fault => fault.Key).Where(key => key != "role"));

    public async Task AppendAsync(int count, CancellationToken cancellationToken)
    {
        await using var db = database.Contexts.CreateDbContext();
        for (var i = 0; i < count; i++)
        {
            db.Add(new JournalEntry { At = Time.GetUtcNow(), Actor = "system", Kind = "test", Summary = $"entry {i}", HostId = Guid.NewGuid() });
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

    public async Task<string> ScalarAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        return (await command.ExecuteScalarAsync(cancellationToken))?.ToString() ?? "";
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return database.DisposeAsync();
    }

    internal sealed class KeyInHand : IJournalSigner
    {
        private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        public bool CanSign { get; init; } = true;

        public byte[] Sign(byte[] data) => key.SignData(data, HashAlgorithmName.SHA256);

        public bool Verify(byte[] data, byte[] signature) => key.VerifyData(data, signature, HashAlgorithmName.SHA256);
    }
}
