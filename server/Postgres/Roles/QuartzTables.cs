using Quartz;

namespace SovereignFleet.Server.Postgres.Roles;

/// <summary>The scheduler's tables, made by the owner from Quartz's own script: the server's role may make none.</summary>
internal static class QuartzTables
{
    private const string Script = "Quartz.Impl.AdoJobStore.Schema.create_postgres.sql";

    /// <summary>Makes what is missing, and changes nothing.</summary>
    public static string Sql { get; } = Read();

    private static string Read()
    {
        using var stream = typeof(IScheduler).Assembly.GetManifestResourceStream(Script)
            ?? throw new InvalidOperationException($"This version of Quartz has no {Script}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Replace("{0}", "qrtz_", StringComparison.Ordinal).Replace("{1}", "qrtz_", StringComparison.Ordinal);
    }
}
