using SovereignFleet.Dashboard.Drains.States;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Dashboard.Drains.States;

[TestClass]
public sealed class DrainLoadTests
{
    // A host that had been silent for minutes still showed three requests, as if they ran now.
    [TestMethod]
    public void Words_OfAHostThatIsNotHeard_AreOfThen()
    {
        var drain = new Drain { InFlight = 3, Queued = 0 };

        Assert.AreEqual("3, 0", DrainLoad.Words(drain, isCurrent: true));
        Assert.AreEqual("unknown; was 3, 0", DrainLoad.Words(drain, isCurrent: false));
        Assert.AreEqual("–, –", DrainLoad.Words(new Drain(), isCurrent: false));
    }
}
