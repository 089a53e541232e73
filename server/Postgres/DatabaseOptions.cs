using Npgsql;
using SovereignFleet.Server.Hosting.Configuration;
using SovereignFleet.Server.Postgres.Roles;

namespace SovereignFleet.Server.Postgres;

/// <summary>Section <c>Database</c>.</summary>
internal sealed class DatabaseOptions : IServerOptions
{
    /// <summary>A Postgres 15 or newer; empty: a private one under the data folder.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>The same database as its owner: for the schema alone. With it, the role of <see cref="ConnectionString"/> owns nothing.</summary>
    public string OwnerConnectionString { get; set; } = "";

    /// <summary>The folder of initdb and pg_ctl for the private Postgres; empty: found.</summary>
    public string Binaries { get; set; } = "";

    /// <summary>The private Postgres' port on 127.0.0.1; 0: a free one.</summary>
    public int Port { get; set; }

    public bool IsPrivate => ConnectionString.Length == 0;

    public IEnumerable<string> Faults()
    {
        if (Unreadable(ConnectionString) is { } why)
        {
            yield return $"Database:ConnectionString cannot be read: {why}";
        }

        if (Unreadable(OwnerConnectionString) is { } whyOwner)
        {
            yield return $"Database:OwnerConnectionString cannot be read: {whyOwner}";
        }
        else if (OwnerConnectionString.Length > 0 && IsPrivate)
        {
            yield return "Database:OwnerConnectionString is set without Database:ConnectionString; the private Postgres has its own owner.";
        }
        else if (OwnerConnectionString.Length > 0 && Unreadable(ConnectionString) is null && ServerRole.Of(OwnerConnectionString).Name == ServerRole.Of(ConnectionString).Name)
        {
            yield return "Database:OwnerConnectionString names the same role as Database:ConnectionString; the server's own role must be another.";
        }

        if (Port is < 0 or > ushort.MaxValue)
        {
            yield return $"Database:Port is {Port}; it must be 1 to {ushort.MaxValue}, or 0 for a free one.";
        }
    }

    // Its message tells which keyword is unfit, never a value: a connection string has a password.
    private static string? Unreadable(string connectionString)
    {
        try
        {
            _ = new NpgsqlConnectionStringBuilder(connectionString);
            return null;
        }
        catch (ArgumentException error)
        {
            return error.Message;
        }
    }
}
