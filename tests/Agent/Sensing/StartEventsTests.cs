using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Agent.Sensing;
using SovereignFleet.Agent.Sensing.Events;
using SovereignFleet.Agent.Sensing.Hardware;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Sensing;

[TestClass]
public sealed class StartEventsTests(TestContext context) : IDisposable
{
    private static readonly DateTimeOffset Booted = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TestFolder folder = new();
    private readonly FakeTimeProvider time = new(Booted + TimeSpan.FromMinutes(5));

    public void Dispose() => folder.Dispose();

    [TestMethod]
    public async Task Start_FirstTime_TellsTheStartAndNoReboot() =>
        Assert.AreEqual(EventKinds.AgentStarted, await StartAsync("one"));

    [TestMethod]
    public async Task Start_SameBoot_TellsTheStartAlone()
    {
        await StartAsync("one");

        Assert.AreEqual(EventKinds.AgentStarted, await StartAsync("one"));
    }

    [TestMethod]
    public async Task Start_AnotherBoot_TellsTheRebootOnceFirstAndAtItsTime()
    {
        await StartAsync("one");
        var sink = new EventList();
        await Life("two", sink).StartAsync(context.CancellationToken);

        Assert.AreEqual("reboot agent_started", string.Join(' ', sink.All.Select(happened => happened.Kind)));
        Assert.AreEqual(Booted, sink.All[0].At.ToDateTimeOffset());
        Assert.AreEqual("one", sink.All[0].Detail["boot_id_before"]);
        Assert.AreEqual(EventKinds.AgentStarted, await StartAsync("two"));
    }

    [TestMethod]
    public async Task Start_BootIdUnreadable_TellsNoReboot()
    {
        await StartAsync("one");

        Assert.AreEqual(EventKinds.AgentStarted, await StartAsync(""));
        Assert.AreEqual("reboot agent_started", await StartAsync("two"));
    }

    private async Task<string> StartAsync(string bootId)
    {
        var sink = new EventList();
        await Life(bootId, sink).StartAsync(context.CancellationToken);
        return string.Join(' ', sink.All.Select(happened => happened.Kind));
    }

    private StartEvents Life(string bootId, IEventSink sink) => new(
        new StartOptions { Boot = new BootFacts(bootId, Booted), AgentVersion = "0.1.0", BootNote = folder.Below("boot-id") }, sink, time);
}
