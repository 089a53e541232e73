using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Hosting;
using SovereignFleet.Server.Fleet.Inventory;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Jobs;
using SovereignFleet.Server.Hosting.Workers;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Tests.Architecture;

/// <summary>Work in the background is done one way: on every replica, or on one of them at a time.</summary>
[TestClass]
public sealed partial class WorkerTests
{
    /// <summary>They make no rounds; each says why.</summary>
    private static readonly Type[] NoWorkers = [typeof(DatabaseStartup), typeof(ChangeFeed), typeof(QuartzStart), typeof(InventoryFile)];

    [TestMethod]
    public void BackgroundServices_OfTheServer_AreWorkers()
    {
        var wrong = typeof(EveryReplicaWorker).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(BackgroundService)))
            .Where(type => !type.IsAssignableTo(typeof(EveryReplicaWorker)) && !NoWorkers.Contains(type))
            .Select(type => type.FullName);

        Assert.AreEqual("", string.Join('\n', wrong), $"derives neither from {nameof(EveryReplicaWorker)} nor from OneReplicaWorker");
    }

    [TestMethod]
    public void AdvisoryLocks_InTheList_AreDistinct()
    {
        var locks = typeof(AdvisoryLocks).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (field.Name, Number: (long)field.GetRawConstantValue()!)).ToList();
        var shared = locks.GroupBy(row => row.Number).Where(group => group.Count() > 1).Select(group => string.Join(" and ", group.Select(row => row.Name)));

        Assert.IsGreaterThan(1, locks.Count);
        Assert.AreEqual("", string.Join('\n', shared));
    }

    [TestMethod]
    public void AdvisoryLocks_OfTheServer_AreInTheList()
    {
        var wrong =
            from file in SourceFile.Under("server", ".cs")
            from Match taken in TakenLock().Matches(file.Code)
            where taken.Groups[1].Value is not "LockNumber" and not "@key" && !taken.Groups[1].Value.StartsWith("AdvisoryLocks.", StringComparison.Ordinal)
            select $"{file.Path}: locks {taken.Groups[1].Value}";

        Assert.AreEqual("", string.Join('\n', wrong));
    }

    // pg_advisory_xact_lock({AdvisoryLocks.Inventory})
    [GeneratedRegex(@"pg_\w*advisory\w*lock\w*\(\{?([^)}]*)")]
    private static partial Regex TakenLock();
}
