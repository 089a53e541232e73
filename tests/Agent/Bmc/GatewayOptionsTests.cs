using Microsoft.Extensions.Configuration;
using SovereignFleet.Agent.Bmc.Gateway;

namespace SovereignFleet.Tests.Agent.Bmc;

[TestClass]
public sealed class GatewayOptionsTests
{
    [TestMethod]
    // The second BMC's host, address and port -> what is wrong; empty: nothing
    [DataRow("gpu-02", "10.0.40.2", "623", "")]
    [DataRow("gpu-02", "10.0.40.1", "6230", "")]
    [DataRow("gpu-01", "10.0.40.2", "623", "Gateway:1:Host is gpu-01 again")]
    [DataRow("gpu-02", "10.0.40.1", "623", "Gateway:1:Address 10.0.40.1 port 623 is Gateway:0's too")]
    [DataRow("gpu-02", "BMC-OWN", "623", "Gateway:1:Address BMC-OWN port 623 is Bmc's too")]
    [DataRow("gpu/02", "10.0.40.2", "623", "Gateway:1:Host is gpu/02: it must be letters")]
    [DataRow("gpu-02", "", "623", "Gateway:1:Address is missing")]
    public void Read_TwoBmcs_TellsWhatIsWrongWithTheSecond(string host, string address, string port, string wrong)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Bmc:Mode"] = "lanplus",
            ["Bmc:Host"] = "bmc-own",
            ["Gateway:0:Host"] = "gpu-01",
            ["Gateway:0:Address"] = "10.0.40.1",
            ["Gateway:0:User"] = "fleet",
            ["Gateway:0:PasswordFile"] = "/etc/one",
            ["Gateway:1:Host"] = host,
            ["Gateway:1:Address"] = address,
            ["Gateway:1:Port"] = port,
            ["Gateway:1:User"] = "fleet",
            ["Gateway:1:PasswordFile"] = "/etc/two",
        }).Build();

        var options = GatewayOptions.Read(settings, "/nonexistent");

        Assert.AreEqual(wrong.Length == 0, options.Faults.Count == 0, string.Join('\n', options.Faults));
        Assert.HasCount(wrong.Length == 0 ? 2 : 0, options.Targets);
        Assert.Contains(wrong, string.Join('\n', options.Faults));
    }
}
