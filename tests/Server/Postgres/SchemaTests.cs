using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Commands.Files;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Postgres;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Postgres;

[TestClass]
public sealed class SchemaTests(TestContext test)
{
    [TestMethod]
    public async Task ApplyAsync_TwoReplicasAtOnceOnAnEmptyDatabase_BothSucceed()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(test.CancellationToken);
        await Task.WhenAll(
            new Schema(database.Contexts, database.DataSource).ApplyAsync(test.CancellationToken),
            new Schema(database.Contexts, database.DataSource).ApplyAsync(test.CancellationToken));
        await using var db = database.Contexts.CreateDbContext();
        Assert.AreEqual(0, await db.Hosts.CountAsync(test.CancellationToken));
    }

    /// <summary>After a change of an entity: dotnet ef migrations add WhatChanged -p server -o Migrations.</summary>
    [TestMethod]
    public async Task Migrations_AreThoseOfTheModel()
    {
        await using var database = await TestDatabase.CreateAsync(test.CancellationToken);
        await using var db = database.Contexts.CreateDbContext();
        Assert.IsFalse(db.Database.HasPendingModelChanges());
    }

    [TestMethod]
    public async Task Migration_OfFilesThatAreThere_GivesThemTheHostOfTheirCommand()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(test.CancellationToken);
        await using var db = database.Contexts.CreateDbContext();
        await db.Database.MigrateAsync("Initial", test.CancellationToken);
        var (host, command) = (Guid.NewGuid(), Guid.NewGuid());
        await db.Database.ExecuteSqlAsync($"INSERT INTO sites (id, name, jurisdiction, time_zone, ticket_settings, contact) VALUES ('s', 's', 'CA', 'UTC', '{{}}', '')", test.CancellationToken);
        await db.Database.ExecuteSqlAsync($"INSERT INTO hosts (id, name, site_id, rack, u, service_state) VALUES ({host}, 'h', 's', '', 1, 'InService')", test.CancellationToken);
        await db.Database.ExecuteSqlAsync($"INSERT INTO agent_commands (id, host_id, body, name, text, ordered_by, reason, created_at, expires_at, state, proof) VALUES ({command}, {host}, '', 'collect-logs', '', '', '', now(), now(), 'Done', '{{}}')", test.CancellationToken);
        await db.Database.ExecuteSqlAsync($"INSERT INTO command_files (command_id, name, size, sha256, received, state, first_part_at) VALUES ({command}, 'f', 1, '', 1, 'Complete', now())", test.CancellationToken);
        await db.Database.ExecuteSqlAsync($"INSERT INTO command_file_parts (command_id, name, \"offset\", data) VALUES ({command}, 'f', 0, 'x')", test.CancellationToken);

        await new Schema(database.Contexts, database.DataSource).ApplyAsync(test.CancellationToken);

        Assert.AreEqual(host, (await db.CommandFiles.AsNoTracking().SingleAsync(test.CancellationToken)).HostId);
        Assert.AreEqual(host, (await db.CommandFileParts.AsNoTracking().SingleAsync(test.CancellationToken)).HostId);
    }

    [TestMethod]
    public async Task RowVersion_ConcurrentChange_SecondWriterIsRefused()
    {
        await using var database = await TestDatabase.CreateAsync(test.CancellationToken);
        await using var first = database.Contexts.CreateDbContext();
        first.Add(new Pool { Id = "p", Name = "p", Jurisdiction = "CA", Target = "haproxy" });
        await first.SaveChangesAsync(test.CancellationToken);
        await using var second = database.Contexts.CreateDbContext();
        (await second.Pools.SingleAsync(test.CancellationToken)).Required = 2;
        first.Pools.Local.Single().Required = 3;
        await second.SaveChangesAsync(test.CancellationToken);
        await Assert.ThrowsExactlyAsync<DbUpdateConcurrencyException>(() => first.SaveChangesAsync(test.CancellationToken));
    }
}
