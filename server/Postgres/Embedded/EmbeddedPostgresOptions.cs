namespace SovereignFleet.Server.Postgres.Embedded;

/// <summary>A private Postgres: where it lives and how.</summary>
internal sealed record EmbeddedPostgresOptions
{
    /// <summary>Absolute. Holds the data folder and the log; its password lies beside it.</summary>
    public required string Folder { get; init; }
    /// <summary>The folder of initdb and pg_ctl; null: found.</summary>
    public string? Binaries { get; init; }
    /// <summary>On 127.0.0.1; 0: a free one.</summary>
    public int Port { get; init; }
    /// <summary>False loses data when the machine stops: for tests only.</summary>
    public bool Durable { get; init; } = true;
}
