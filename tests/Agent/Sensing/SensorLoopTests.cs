using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Agent.Cli;
using SovereignFleet.Agent.Sensing;
using SovereignFleet.Agent.Sensing.Events;
using SovereignFleet.Agent.Sensing.Frames;
using SovereignFleet.Agent.Sensing.Hardware;
using SovereignFleet.Proto.Link;
using SovereignFleet.Proto;
using SovereignFleet.Tests.Support;
using Outcome = SovereignFleet.Proto.Link.SensorStatus.Types.Outcome;

namespace SovereignFleet.Tests.Agent.Sensing;

[TestClass]
public sealed class SensorLoopTests(TestContext context)
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly EventList events = new();

    [TestMethod]
    public void Make_TwoSensorsOfOneName_DoNotStart()
    {
        var refused = Assert.ThrowsExactly<InvalidOperationException>(() => Loop(new ScriptedSensor("one"), new ScriptedSensor("two"), new ScriptedSensor("one")));

        StringAssert.StartsWith(refused.Message, "Two sensors are named \"one\": " + typeof(ScriptedSensor).FullName);
    }

    [TestMethod]
    public async Task Read_SensorThrows_OthersAreReadAndItIsToldOnce()
    {
        var well = new ScriptedSensor("well");
        var broken = new ScriptedSensor("broken") { Before = () => throw new InvalidOperationException("no such bus") };
        var loop = Loop(broken, well);

        var first = await NextAsync(loop);
        var second = await NextAsync(loop);

        Assert.AreEqual("well 1", Uuids(first));
        Assert.AreEqual("well 2", Uuids(second));
        Assert.AreEqual((Outcome.Failed, "no such bus"), (Status(second, "broken")!.Outcome, Status(second, "broken")!.Reason));
        Assert.AreEqual(Outcome.Ok, Status(second, "well")!.Outcome);
        Assert.AreEqual("sensor_failed broken", Told());
    }

    [TestMethod]
    public async Task Read_SensorReadsAgain_IsTold()
    {
        var sensor = new ScriptedSensor("one") { Before = () => throw new InvalidOperationException("not now") };
        var loop = Loop(sensor);
        await NextAsync(loop);
        sensor.Before = () => Task.CompletedTask;

        await NextAsync(loop);

        Assert.AreEqual("sensor_failed one, sensor_recovered one", Told());
    }

    [TestMethod]
    public async Task Read_SensorHangs_FrameGoesWithoutItAndItIsLeftBehind()
    {
        var driver = new TaskCompletionSource();
        var hung = new ScriptedSensor("hung") { Before = () => driver.Task };
        var loop = Loop(hung, new ScriptedSensor("well"));

        var frames = new List<Frame>();
        for (var second = 0; second < 6; second++)
        {
            frames.Add(await NextAsync(loop));
        }

        Assert.AreEqual("well 1, well 2, well 3, well 4, well 5, well 6", string.Join(", ", frames.Select(Uuids)));
        Assert.AreEqual(Outcome.TimedOut, Status(frames[^1], "hung")!.Outcome);
        Assert.AreEqual("sensor_failed hung", Told());
        Assert.AreEqual(1, hung.Reads, "a hung driver is not called a second time");
    }

    [TestMethod]
    public async Task Read_LeftBehindReadComesBack_ItsDataIsDroppedAndTheSensorIsReadAnew()
    {
        var driver = new TaskCompletionSource();
        var hung = new ScriptedSensor("hung") { Before = () => driver.Task };
        var loop = Loop(hung);
        for (var second = 0; second < 5; second++)
        {
            Assert.AreEqual("", Uuids(await NextAsync(loop)));
        }

        driver.SetResult();
        var frame = await Until.Async("it is read again", _ => NextAsync(loop), frame => frame.Gpus.Count > 0, context.CancellationToken);

        Assert.AreEqual("hung 2", Uuids(frame), "what a read gives that was left behind belongs to no known second");
        Assert.AreEqual("sensor_failed hung, sensor_recovered hung", Told());
    }

    [TestMethod]
    public async Task Read_SlowSensor_GoesOnceIntoTheFrameOfTheSecondInWhichItEnds()
    {
        var bmc = new TaskCompletionSource();
        var slow = new ScriptedSensor("slow") { Period = TimeSpan.FromSeconds(10), TimeOut = TimeSpan.FromSeconds(24), Before = () => bmc.Task };
        var loop = Loop(slow, new ScriptedSensor("quick"));
        Assert.AreEqual("quick 1", Uuids(await NextAsync(loop)));
        Assert.AreEqual("quick 2", Uuids(await NextAsync(loop)));

        bmc.SetResult();
        var frame = await Until.Async("it has come", _ => NextAsync(loop), frame => frame.Gpus.Count > 1, context.CancellationToken);

        Assert.Contains("slow 1", Uuids(frame));
        Assert.DoesNotContain("slow 1", Uuids(await NextAsync(loop)));
        Assert.IsEmpty(events.All);
    }

    [TestMethod]
    public async Task Read_LongPeriod_IsReadOnceAPeriodAndItsStatusIsInEveryFrame()
    {
        var slow = new ScriptedSensor("slow") { Period = TimeSpan.FromSeconds(10) };
        var loop = Loop(slow);
        var frames = new List<Frame>();
        await Until.Async(
            "three have come",
            async _ =>
            {
                frames.Add(await NextAsync(loop));
                return frames.Count(frame => frame.Gpus.Count > 0);
            },
            arrived => arrived == 3,
            context.CancellationToken);

        Assert.AreEqual("slow 1, slow 2, slow 3", string.Join(", ", frames.Select(Uuids).Where(uuids => uuids.Length > 0)));
        Assert.IsGreaterThan(10, frames.Count, "two periods lie between the first and the third");
        Assert.IsTrue(frames.SkipWhile(frame => frame.Gpus.Count == 0).All(frame => Status(frame, "slow")?.Outcome is Outcome.Ok));
    }

    private SensorLoop Loop(params ISensor[] sensors)
    {
        var unsent = new DiscardSink();
        var sources = new EventSourceLoop([], events, time, NullLogger<EventSourceLoop>.Instance);
        var inventory = new InventoryLoop([], unsent, time, NullLogger<InventoryLoop>.Instance);
        var changes = new SensorChanges(events, inventory, time, NullLogger<SensorChanges>.Instance);
        return new SensorLoop(sensors, new SensorPeriods(), sources, unsent, changes, time, NullLogger<SensorLoop>.Instance);
    }

    /// <summary>One second of the loop. A Frame that waits for a quick sensor is let go when its half second is over.</summary>
    private async Task<Frame> NextAsync(SensorLoop loop)
    {
        time.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromMilliseconds(time.GetUtcNow().Millisecond));
        var reading = loop.ReadAsync(time.GetUtcNow(), context.CancellationToken);
        // The healthy sensors' threads end by themselves; only for a hung one time must pass.
        await Task.WhenAny(reading, Task.Delay(TimeSpan.FromMilliseconds(300), context.CancellationToken));
        time.Advance(TimeSpan.FromMilliseconds(500));
        return await reading;
    }

    private static string Uuids(Frame frame) => string.Join(", ", frame.Gpus.Select(gpu => gpu.Uuid));

    private static SensorStatus? Status(Frame frame, string sensor) => frame.Sensors.SingleOrDefault(status => status.Name == sensor);

    private string Told() => string.Join(", ", events.All.Select(happened => $"{happened.Kind} {happened.Detail["sensor"]}"));
}
