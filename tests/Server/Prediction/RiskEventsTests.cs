using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Link.Events;
using SovereignFleet.Server.Prediction;
using SovereignFleet.Server.Prediction.History;
using SovereignFleet.Server.Telemetry.Codec;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Prediction;

[TestClass]
public sealed class RiskEventsTests(TestContext test)
{
    private const int Gpus = 150;
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 3, 17, 0, TimeSpan.Zero);
    private static readonly TimeSpan Memory = TimeSpan.FromDays(30);
    private static readonly string[] Kinds =
        [EventKinds.Xid, EventKinds.Xid, EventKinds.Xid, EventKinds.FallenOffBus, EventKinds.EccUncorrected, EventKinds.EccCorrected, EventKinds.RowRemapFailure, EventKinds.DriverMessage];
    private static readonly int[] Codes = [79, 79, 94, 48, 64, 13, 31, 109, 74];

    /// <summary>What is left out changes no verdict of any state that there is; a state that counts a kind and does not say so fails here.</summary>
    [TestMethod]
    public async Task ReadAsync_OfAnyHistory_GivesTheVerdictsOfTheFullOne()
    {
        await using var database = await TestDatabase.CreateAsync(test.CancellationToken);
        await using var db = database.Contexts.CreateDbContext();
        var random = new Random(20261126);
        var all = Enumerable.Range(0, Gpus).SelectMany(gpu => Life("g" + gpu, random)).ToArray();
        db.AddRange(all);
        await db.SaveChangesAsync(test.CancellationToken);
        using var services = new ServiceCollection().AddRiskStates().AddSingleton<RiskModel>().BuildServiceProvider();
        var model = services.GetRequiredService<RiskModel>();
        var decisions = new HashSet<RiskDecision>();

        foreach (var now in Enumerable.Range(0, 8).Select(step => Now.AddHours(step * 31.7)))
        {
            var full = all.Where(seen => seen.At >= now - Memory).OrderBy(seen => seen.At)
                .ToLookup(seen => seen.GpuUuid!, seen => new GpuEvent(seen.At, seen.Kind, seen.Code));
            var read = await RiskEvents.ReadAsync(db, model.Kinds, now - Memory, test.CancellationToken);
            Assert.IsLessThan(full.Sum(gpu => gpu.Count()), read.Sum(gpu => gpu.Count()), "it reads less");
            foreach (var gpu in Enumerable.Range(0, Gpus).Select(number => "g" + number))
            {
                var verdict = model.Judge(History(gpu, full[gpu]), now);
                Assert.AreEqual(verdict, model.Judge(History(gpu, read[new HostGpu(Guid.Empty, gpu)]), now), gpu);
                decisions.Add(verdict.Decision);
            }
        }

        Assert.HasCount(3, decisions, "every decision is among them");
    }

    private static GpuHistory History(string gpu, IEnumerable<GpuEvent> events) => new(gpu, Now.AddYears(-1), [.. events], null);

    // Storms and single Events, over more than the thirty days; the pauses between them are about the hour that parts two episodes.
    private static IEnumerable<StoredEvent> Life(string gpu, Random random)
    {
        var sequence = 0;
        for (var episode = random.Next(4); episode > 0; episode--)
        {
            var at = Now.AddDays(-35 * random.NextDouble());
            for (var left = random.Next(2) == 0 ? 1 : random.Next(40); left > 0; left--)
            {
                yield return Event(gpu, ++sequence, at, Kinds[random.Next(Kinds.Length)], Codes[random.Next(Codes.Length)]);
                at += random.Next(4) == 0 ? TimeSpan.FromMinutes(random.Next(50, 70)) : TimeSpan.FromSeconds(random.Next(90));
            }
        }
    }

    // As Postgres keeps time: in microseconds.
    private static StoredEvent Event(string gpu, int sequence, DateTimeOffset at, string kind, int code) => new()
    {
        HostId = Guid.Empty,
        SpoolId = gpu,
        Sequence = sequence,
        At = at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond)),
        ReceivedAt = at,
        Kind = kind,
        GpuUuid = gpu,
        Code = code,
        Count = 1,
        Source = "test",
        Text = "",
    };
}
