using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Database;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Database;

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
        Assert.AreEqual(0, await db.Set<SovereignFleet.Server.Fleet.Host>().CountAsync(test.CancellationToken));
    }

    /// <summary>After a change of an entity: rm -r server/Migrations; dotnet ef migrations add Initial -p server -o Migrations
    /// (a new migration instead, once a version is released).</summary>
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
        (await second.Set<Pool>().SingleAsync(test.CancellationToken)).Required = 2;
        first.Set<Pool>().Local.Single().Required = 3;
        await second.SaveChangesAsync(test.CancellationToken);
        await Assert.ThrowsExactlyAsync<DbUpdateConcurrencyException>(() => first.SaveChangesAsync(test.CancellationToken));
    }
}
