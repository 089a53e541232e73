using Google.Protobuf;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Capacity;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Observed;
using SovereignFleet.Server.Service.Targets;

namespace SovereignFleet.Tests.Server.Service.Machine;

/// <summary>What a Drain says of requests that will not end by themselves.</summary>
[TestClass]
public sealed class StalledServerTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [TestMethod]
    [DataRow("Draining", 30, "3 requests in flight and 0 queued on the host; vllm-0: 3 running, no token made for 95 s")]
    [DataRow("Draining", -1, "past its deadline of 2026-11-24 11:59Z: a person is asked, nothing is killed. It waits for 3 requests in flight and 0 queued on the host; vllm-0: 3 running, no token made for 95 s")]
    [DataRow("Overdue", -1, "a person; nothing was killed. It still waits for 3 requests in flight and 0 queued on the host; vllm-0: 3 running, no token made for 95 s")]
    public void Next_ServerMakesNoToken_SaysSo(string state, int deadline, string sentence) =>
        Assert.AreEqual(sentence, Next(Enum.Parse<DrainState>(state), deadline, new InferenceReading { Name = "vllm-0", InFlight = 3, Queued = 0, StalledSeconds = 95.4 }).Sentence);

    [TestMethod]
    [DataRow(3.0, 29.9)] // a long prompt
    [DataRow(3.0, null)] // it goes on, or tells nothing
    [DataRow(3.0, double.NaN)]
    [DataRow(3.0, -5.0)]
    [DataRow(0.0, 95.0)] // the three are another server's
    public void Next_NothingStandsStill_SaysNothing(double inFlight, double? stalled)
    {
        var server = new InferenceReading { Name = "vllm-0", InFlight = inFlight, Queued = 0 };
        if (stalled is { } seconds)
        {
            server.StalledSeconds = seconds;
        }

        Assert.AreEqual("3 requests in flight and 0 queued on the host", Next(DrainState.Draining, 30, server).Sentence);
    }

    private static DrainDecision Next(DrainState state, int deadline, InferenceReading server) => DrainMachine.Next(
        new Drain
        {
            Id = Guid.NewGuid(),
            HostId = Guid.NewGuid(),
            PoolId = "llm-ca",
            SiteId = "yul1",
            State = state,
            Cause = DrainCause.Fault,
            Reason = "ecc",
            ProposedBy = "condition:1",
            ProposedAt = Now.AddMinutes(-5),
            StateSince = Now.AddMinutes(-1),
            Urgent = true,
            Deadline = Now.AddMinutes(deadline),
            CordonedAt = Now.AddMinutes(-1),
            FoundDrained = "[]",
        },
        new DrainObservation
        {
            Target = new TargetReading([new EndpointReading("one", EndpointState.Drained, 0, "as told")]),
            Heartbeat = HeartbeatReading.Of(new HostHeartbeat { HostId = Guid.NewGuid(), HeardAt = Now, InFlight = 3, Queued = 0, Frame = new Frame { Inference = { server } }.ToByteArray() }),
            Liveness = Liveness.Live,
            Guard = new GuardVerdict { Allowed = true, Sentence = "the arithmetic", Available = 8, Required = 6, Spare = 1, Reserved = 0, NotAvailable = [], At = Now },
            StillCalledFor = true,
            ApprovedByPolicy = false,
            WindowOpen = true,
            NotRepaired = [],
        },
        Now);
}
