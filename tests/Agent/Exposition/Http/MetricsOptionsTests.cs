using Microsoft.Extensions.Configuration;
using SovereignFleet.Agent.Exposition.Http;

namespace SovereignFleet.Tests.Agent.Exposition.Http;

[TestClass]
public sealed class MetricsOptionsTests
{
    [TestMethod]
    [DataRow("localhost:9400", "Hostname", "Metrics:Listen is localhost:9400")]
    [DataRow("127.0.0.1", "Hostname", "Metrics:Listen is 127.0.0.1:")]
    [DataRow("127.0.0.1:9400", "host", "Metrics:HostnameLabel is host:")]
    public void Read_Wrong_NamesTheKey(string listen, string label, string fault) => Assert.Contains(fault, Read(listen, label).Faults.Single());

    [TestMethod]
    public void Read_Nothing_ListensNowhere() => Assert.IsNull(Read("", "").Listen);

    private static MetricsOptions Read(string listen, string label) => MetricsOptions.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?> { ["Metrics:Listen"] = listen, ["Metrics:HostnameLabel"] = label })
        .Build());
}
