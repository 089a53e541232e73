using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Npgsql;
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

    /// <summary>A version is run once, by the program that brings it: an older replica that restarts in the middle of an upgrade puts no
    /// older function back.</summary>
    [TestMethod]
    public async Task ApplyAsync_OlderProgramOnANewerSchema_PutsNothingBack()
    {
        await using var database = await TestDatabase.CreateAsync(test.CancellationToken);
        var newer = SchemaVersion.Parse(
            "9999-drop-nothing", "-- after Initial\nCREATE OR REPLACE FUNCTION telemetry_drop_before(day date) RETURNS integer LANGUAGE sql AS 'SELECT 4711'");
        var (oldProgram, newProgram) = (
            new Schema(database.Contexts, database.DataSource),
            new Schema(database.Contexts, database.DataSource, [.. SchemaVersion.All, newer]));
        Assert.IsEmpty(await newProgram.ApplyAsync(test.CancellationToken));

        Assert.AreEqual("9999-drop-nothing", string.Join(", ", await oldProgram.ApplyAsync(test.CancellationToken)));

        Assert.AreEqual(4711, await DroppedAsync(database));
        Assert.IsEmpty(await newProgram.ApplyAsync(test.CancellationToken));
        Assert.AreEqual(4711, await DroppedAsync(database));
    }

    [TestMethod]
    public async Task ApplyAsync_SchemaOfAnotherLine_IsLeftAloneAndSaysWhy()
    {
        await using var database = await TestDatabase.CreateAsync(test.CancellationToken);
        var theirs = SchemaVersion.Parse("9998-theirs", "-- after Initial\nSELECT 1");
        var ours = SchemaVersion.Parse("9999-ours", "-- after Initial\nCREATE TABLE ours (id integer)");
        await new Schema(database.Contexts, database.DataSource, [.. SchemaVersion.All, theirs]).ApplyAsync(test.CancellationToken);

        var refused = await Assert.ThrowsExactlyAsync<InvalidOperationException>(
            () => new Schema(database.Contexts, database.DataSource, [.. SchemaVersion.All, ours]).ApplyAsync(test.CancellationToken));

        StringAssert.Contains(refused.Message, "it has 9998-theirs, which this program does not know, and lacks 9999-ours");
        await using var db = database.Contexts.CreateDbContext();
        Assert.IsTrue(await db.Database.SqlQuery<bool>($"SELECT to_regclass('ours') IS NULL AS \"Value\"").SingleAsync(test.CancellationToken));
    }

    [TestMethod]
    public async Task ApplyAsync_VersionThatFails_LeavesNothingOfIt()
    {
        await using var database = await TestDatabase.CreateAsync(test.CancellationToken);
        var broken = SchemaVersion.Parse("9999-broken", "-- after Initial\nCREATE TABLE half (id integer); SELECT 1 / 0;");

        await Assert.ThrowsExactlyAsync<PostgresException>(
            () => new Schema(database.Contexts, database.DataSource, [.. SchemaVersion.All, broken]).ApplyAsync(test.CancellationToken));

        Assert.IsEmpty(await new Schema(database.Contexts, database.DataSource).ApplyAsync(test.CancellationToken));
        await using var db = database.Contexts.CreateDbContext();
        Assert.IsTrue(await db.Database.SqlQuery<bool>($"SELECT to_regclass('half') IS NULL AS \"Value\"").SingleAsync(test.CancellationToken));
    }

    /// <summary>The versions, approved by their content: a database that has one does not run it again, so a released one is never changed.
    /// What is to change comes as a new file, and as a new line here.</summary>
    [TestMethod]
    public void Versions_OfThisProgram_AreTheApproved() => Assert.AreEqual(
        """
        0001-change-feed after Initial 20a6d3f9bdb230e4
        0002-journal after Initial 7dac2b420513bece
        0003-telemetry after Initial ec3fe827ba62e289
        0004-drains after Initial 58ef22c09c8945a8
        0005-journal-proof after Initial 6dea9c7f08476d60
        0006-command-reservations after CommandReservations 75d4bf4a48b97be5
        0007-plans after Plans 6918ef3696ec5fec
        0008-conditions-told after Initial 4051bcce4fac66ee
        """,
        string.Join('\n', SchemaVersion.All.Select(version =>
            $"{version.Name} after {version.After} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(version.Sql)))[..16]}")));

    [TestMethod]
    [DataRow("drains", "-- after Initial\nSELECT 1")]
    [DataRow("0005-drains", "SELECT 1")]
    public void Parse_WithoutNumberOrMigration_IsRefused(string name, string sql) =>
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => SchemaVersion.Parse(name, sql)).Message, name);

    /// <summary>After a change of an entity: dotnet ef migrations add WhatChanged -p server -o Migrations.</summary>
    [TestMethod]
    public async Task Migrations_AreThoseOfTheModel()
    {
        await using var database = await TestDatabase.CreateAsync(test.CancellationToken);
        await using var db = database.Contexts.CreateDbContext();
        Assert.IsFalse(db.Database.HasPendingModelChanges());
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

    private async Task<int> DroppedAsync(TestDatabase database)
    {
        await using var db = database.Contexts.CreateDbContext();
        return await db.Database.SqlQuery<int>($"SELECT telemetry_drop_before('2000-01-01') AS \"Value\"").SingleAsync(test.CancellationToken);
    }
}
