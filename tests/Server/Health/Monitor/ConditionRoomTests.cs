using Microsoft.Extensions.Time.Testing;
using SovereignFleet.Server.Health.Conditions;
using SovereignFleet.Server.Health.Faults;
using SovereignFleet.Server.Health.Monitor;
using SovereignFleet.Server.Journal;

namespace SovereignFleet.Tests.Server.Health.Monitor;

/// <summary>An agent that invents what it finds faults in fills no table, and hides no fault of its Host.</summary>
[TestClass]
public sealed class ConditionRoomTests
{
    private static readonly Guid Host = Guid.NewGuid();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    [TestMethod]
    [DataRow("xid")]
    [DataRow("gpu")]
    [DataRow("sensor")]
    public void Within_InventedThings_OpenNoMoreThanOneHostMayHave(string invented)
    {
        var journal = new AgentJournal(time);
        var room = new ConditionRoom(journal, time);
        var open = new List<Condition>();

        for (var round = 0; round < 5; round++)
        {
            var verdicts = Enumerable.Range(0, 300).Select(number => Invented(invented, round * 300 + number)).ToArray();
            open.AddRange(room.Within(Host, verdicts, open).Select(Open));
        }

        Assert.HasCount(ConditionRoom.MostOpen, open);
        Assert.AreEqual(988, journal.TakeCounted(Host)!.Values.Sum(), "1,500 less 512, each counted once");
    }

    [TestMethod]
    public void Within_ThatComeAndGo_HaveARateToo()
    {
        var room = new ConditionRoom(new AgentJournal(time), time);
        var opened = 0;
        for (var number = 0; number < 2000; number++)
        {
            opened += room.Within(Host, [Invented("xid", number)], []).Count;
        }

        Assert.AreEqual(ConditionRoom.MostOpen, opened);
        time.Advance(ConditionRoom.OneMoreEach);
        Assert.HasCount(1, room.Within(Host, [Invented("xid", 5000), Invented("xid", 5001)], []));
    }

    [TestMethod]
    public void Within_AFullRoom_LetsTheHostsOwnFaultsInAndWhatIsOpenGoOn()
    {
        var room = new ConditionRoom(new AgentJournal(time), time);
        var open = Enumerable.Range(0, ConditionRoom.MostOpen).Select(number => Open(Invented("xid", number))).ToList();
        Verdict[] verdicts =
        [
            Found(FaultCatalog.GpusBlind.Code, null), Found(FaultCatalog.HostEvent.Of("agent-flood").Code, null), Invented("xid", 7),
            Verdict.Clear(RuleIdentity.Of(FaultCatalog.GpuLost, TimeSpan.Zero, TimeSpan.Zero), "GPU-new"), Invented("xid", 9999),
        ];

        Assert.AreSequenceEqual(verdicts[..4], room.Within(Host, verdicts, open));
    }

    private static Verdict Invented(string what, int number) => what switch
    {
        "xid" => Found(FaultCatalog.Xid.Of(100_000 + number).Code, null),
        "gpu" => Found(FaultCatalog.GpuLost.Code, $"GPU-{number}"),
        _ => Found(FaultCatalog.BmcLog.Of($"sensor-{number}").Code, null),
    };

    private static Verdict Found(string code, string? gpu) => Verdict.Found(
        new RuleIdentity(code, TimeSpan.Zero, TimeSpan.Zero),
        new Finding
        {
            Fault = new Fault(code),
            GpuUuid = gpu,
            Severity = Severity.Critical,
            Drain = DrainAdvice.None,
            Sentence = "It is broken.",
            Action = "Look.",
            Remedy = new Remedy(RemedyKind.Inspect, null),
        });

    private static Condition Open(Verdict verdict) => new()
    {
        Id = Guid.NewGuid(),
        Rule = verdict.Rule.Name,
        Code = verdict.Code,
        HostId = Host,
        GpuUuid = verdict.GpuUuid,
        Sentence = "",
        Action = "",
        Since = DateTimeOffset.UnixEpoch,
    };
}
