using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Health.Rules.Agent;
using SovereignFleet.Server.Health.Window;

namespace SovereignFleet.Tests.Server.Health.Rules.Agent;

[TestClass]
public sealed class SensorFailedRuleTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 7, 0, 0, TimeSpan.Zero);

    [TestMethod]
    public void Judge_OfAnAgentThatInventsSensors_NamesSixteenAndCountsTheOthers()
    {
        var window = new HostWindow(new HostIdentity(Guid.NewGuid(), "gpu-yul1-01", "yul1"));
        var frame = new Frame();
        frame.Sensors.AddRange(Enumerable.Range(10, 30).Select(number => new SensorStatus { Name = $"s{number}", Outcome = SensorStatus.Types.Outcome.Failed }));
        window.Add(frame, Now);

        var finding = new SensorFailedRule().Judge(window, Now).Single().Finding!;

        Assert.EndsWith("s24, s25 and 14 more.", finding.Sentence);
        Assert.HasCount(16, finding.Evidence);
    }
}
