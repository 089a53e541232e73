using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Link.Heartbeats;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Link;

/// <summary>Since when a Host's inference servers could not be read: the guard counts by it.</summary>
[TestClass]
public sealed class UnreadServersTests(TestContext context)
{
    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    public async Task Write_ServersThatCannotBeRead_KeepTheFirstOfThoseReadingsUntilOneCanBe()
    {
        await using var scene = await LinkScene.CreateAsync(Token);
        using var writer = new HeartbeatWriter(scene.Heartbeats, Hears.Always(), scene.Database.DataSource, new DatabaseReady(), TimeProvider.System, NullLogger<HeartbeatWriter>.Instance);
        var begin = new DateTimeOffset(2026, 11, 29, 8, 0, 0, TimeSpan.Zero);
        Heartbeat? last = null;
        var seen = new List<DateTimeOffset?>();
        foreach (var (second, isRead) in new[] { (0, true), (1, false), (2, false), (3, true), (4, false) })
        {
            var at = begin.AddSeconds(second);
            var reading = new InferenceReading { Name = "vllm-0", Error = isRead ? "" : "connection refused" };
            if (isRead)
            {
                (reading.InFlight, reading.Queued) = (1, 0);
            }

            last = Heartbeat.Next(last, scene.Host.Id, new Frame { At = Timestamp.FromDateTimeOffset(at), Inference = { reading } }, at, TimeSpan.Zero);
            await writer.WriteAsync([last], Token);
            await using var db = await scene.Database.Contexts.CreateDbContextAsync(Token);
            seen.Add((await db.Heartbeats.AsNoTracking().SingleAsync(Token)).UnreadSince);
        }

        CollectionAssert.AreEqual(new DateTimeOffset?[] { null, begin.AddSeconds(1), begin.AddSeconds(1), null, begin.AddSeconds(4) }, seen);
    }
}
