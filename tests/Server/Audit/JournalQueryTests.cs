using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Server.Audit;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Audit;

/// <summary>How much of a long audit log is read for one page of it.</summary>
[TestClass]
public sealed class JournalQueryTests(TestContext test)
{
    private const int Entries = 100_000;
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Guid Host = Guid.Parse("00000000-0000-0000-0000-000000000007");

    [TestMethod]
    public async Task Page_OfWhateverTime_ReadsLittleOfALongLog()
    {
        await using var database = await TestDatabase.CreateAsync(test.CancellationToken);
        await using var db = database.Contexts.CreateDbContext();
        await FillAsync(db);
        foreach (var (name, host, filter) in new (string, Guid?, ListJournalEntriesRequest)[]
        {
            ("the newest", null, new()),
            ("a last hour with little in it", null, new() { From = At(Entries - 20) }),
            ("a time after the last entry", null, new() { From = At(Entries + 60) }),
            ("a long last time", null, new() { From = At(1_000) }),
            ("a quarter of an hour long ago", null, new() { From = At(1_000), Until = At(1_015) }),
            ("a month long ago", null, new() { From = At(1_000), Until = At(40_000) }),
            ("up to long ago", null, new() { Until = At(5_000) }),
            ("of one Host", Host, new()),
            ("of one Host up to long ago", Host, new() { Until = At(5_000) }),
        })
        {
            var (read, plan) = await ReadAsync(db, filter, host);
            test.WriteLine($"{name}: {read} rows");
            Assert.IsLessThanOrEqualTo(300, read, $"{name}: {read} rows\n{plan}");
        }
    }

    private static Timestamp At(int minutes) => Begin.AddMinutes(minutes).ToTimestamp();

    // One entry a minute, a hundred Hosts in turn.
    private async Task FillAsync(FleetDb db)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO journal (at, actor, kind, host_id, summary, data)
            SELECT {Begin} + make_interval(mins => i), 'system', 'event.seen', lpad((i % 100)::text, 32, '0')::uuid, 'x', json_build_object()::text
            FROM generate_series(1, {Entries}) AS i
            """, test.CancellationToken);
        await db.Database.ExecuteSqlAsync($"ANALYZE journal", test.CancellationToken);
    }

    private async Task<(double Read, string Plan)> ReadAsync(FleetDb db, ListJournalEntriesRequest filter, Guid? host)
    {
        await using var command = (NpgsqlCommand)JournalQuery.Of(db, filter, SiteScope.All, host, null).Take(100).CreateDbCommand();
        command.CommandText = "EXPLAIN (ANALYZE, FORMAT JSON) " + command.CommandText;
        await db.Database.OpenConnectionAsync(test.CancellationToken);
        var plan = (string)(await command.ExecuteScalarAsync(test.CancellationToken))!;
        using var document = JsonDocument.Parse(plan);
        return (Read(document.RootElement[0].GetProperty("Plan")), plan);
    }

    // What the scans of the table gave and what they threw away.
    private static double Read(JsonElement node) =>
        (node.TryGetProperty("Relation Name", out var table) && table.GetString() == "journal"
            ? Number(node, "Actual Loops") * (Number(node, "Actual Rows") + Number(node, "Rows Removed by Filter") + Number(node, "Rows Removed by Index Recheck"))
            : 0)
        + (node.TryGetProperty("Plans", out var below) ? below.EnumerateArray().Sum(Read) : 0);

    private static double Number(JsonElement node, string name) => node.TryGetProperty(name, out var value) ? value.GetDouble() : 0;
}
