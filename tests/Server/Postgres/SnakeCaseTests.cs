using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Tests.Server.Postgres;

[TestClass]
public sealed class SnakeCaseTests
{
    [TestMethod]
    [DataRow("DrainId", "drain_id")]
    [DataRow("U", "u")]
    [DataRow("SlowdownC", "slowdown_c")]
    [DataRow("Probability24h", "probability24h")]
    [DataRow("HTTPPort", "http_port")]
    [DataRow("IX_drains_HostId", "ix_drains_host_id")]
    public void Of_Name_IsLowerWordsWithUnderscores(string name, string expected) =>
        Assert.AreEqual(expected, SnakeCase.Of(name));
}
