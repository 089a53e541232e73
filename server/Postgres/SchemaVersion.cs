using System.Globalization;
using System.Reflection;

namespace SovereignFleet.Server.Postgres;

/// <summary>One file of Postgres/Schema: functions, triggers, sequences and partitioned tables, which EF's model does not know. It is run
/// once in the life of a database.
/// <para>To add one: the next number and a word, <c>0005-what-changes.sql</c>; its first line names the migration after which it is run,
/// <c>-- after Initial</c>. A function that changes is written anew, whole, in a file of its own (CREATE OR REPLACE): a file that was
/// released is never changed, for the databases that have it do not run it again. The version before still runs on the new schema while
/// replicas are upgraded one after the other, so what it calls stays callable, and is dropped a release later. The list that
/// SchemaTests approves gets the new line.</para></summary>
/// <param name="Number">Its place in the order.</param>
/// <param name="Name">As it stands in the table schema_versions: "0001-change-feed".</param>
/// <param name="After">The migration, by its name without the time, whose tables it needs.</param>
internal sealed record SchemaVersion(int Number, string Name, string After, string Sql)
{
    private const string Header = "-- after ";

    /// <summary>All that this program knows, in their order.</summary>
    public static IReadOnlyList<SchemaVersion> All { get; } = Read(Assembly.GetExecutingAssembly());

    /// <param name="name">"0001-change-feed".</param>
    /// <exception cref="InvalidOperationException">No number, or no first line that names its migration.</exception>
    public static SchemaVersion Parse(string name, string sql)
    {
        var first = sql.Split('\n', 2)[0].Trim();
        return int.TryParse(name.Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && first.StartsWith(Header, StringComparison.Ordinal)
                ? new SchemaVersion(number, name, first[Header.Length..].Trim(), sql)
                : throw new InvalidOperationException($"{name}.sql must be named NUMBER-WHAT.sql, and begin with a line \"{Header}MIGRATION\".");
    }

    private static List<SchemaVersion> Read(Assembly assembly)
    {
        const string Ending = ".sql";
        var versions = new List<SchemaVersion>();
        foreach (var file in assembly.GetManifestResourceNames().Where(name => name.EndsWith(Ending, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(file)!);
            versions.Add(Parse(file[..^Ending.Length], reader.ReadToEnd()));
        }

        return [.. versions.OrderBy(version => version.Number)];
    }
}
