using Microsoft.Extensions.Configuration;
using SovereignFleet.Agent.Exposition.Otlp;

namespace SovereignFleet.Tests.Agent.Exposition.Otlp;

[TestClass]
public sealed class OtlpOptionsTests
{
    [TestMethod]
    [DataRow("http://10.0.0.1:4318", "", "http://10.0.0.1:4318/v1/metrics")]
    [DataRow("http://10.0.0.1:4318/tenant/metrics", "", "http://10.0.0.1:4318/tenant/metrics")]
    [DataRow("http://10.0.0.1:4317", "grpc", "http://10.0.0.1:4317/")]
    public void Read_Endpoint_GetsThePathOfItsProtocol(string endpoint, string protocol, string sentTo) =>
        Assert.AreEqual(sentTo, Read(endpoint, protocol, "").Endpoint!.ToString());

    [TestMethod]
    [DataRow("collector:4318", "", "", "Otlp:Endpoint is collector:4318")]
    [DataRow("http://10.0.0.1", "json", "", "Otlp:Protocol is json")]
    [DataRow("http://10.0.0.1", "", "00:00:00.5", "Otlp:Period is 00:00:00.5")]
    public void Read_Wrong_NamesTheKey(string endpoint, string protocol, string period, string fault) =>
        Assert.Contains(fault, Read(endpoint, protocol, period).Faults.Single());

    private static OtlpOptions Read(string endpoint, string protocol, string period) => OtlpOptions.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?> { ["Otlp:Endpoint"] = endpoint, ["Otlp:Protocol"] = protocol, ["Otlp:Period"] = period })
        .Build());
}
