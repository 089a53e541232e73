using SovereignFleet.Dashboard.ControlPlane.Calls;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Dashboard.ControlPlane.Calls;

[TestClass]
public sealed class FaultsTests
{
    // A list that could not be read said that "it may or may not have been done".
    [TestMethod]
    [DataRow(typeof(ListAlertsResponse), true)]
    [DataRow(typeof(GetHostResponse), true)]
    [DataRow(typeof(WatchFleetResponse), true)]
    [DataRow(typeof(PreviewDrainResponse), true)]
    [DataRow(typeof(WhoAmIResponse), true)]
    [DataRow(typeof(ApproveDrainResponse), false)]
    [DataRow(typeof(OrderCommandResponse), false)]
    [DataRow(typeof(MarkWorkDoneResponse), false)]
    public void IsQuestion_OfAMethod_IsWhetherItOnlyAsks(Type response, bool expected) => Assert.AreEqual(expected, Faults.IsQuestion(response));
}
