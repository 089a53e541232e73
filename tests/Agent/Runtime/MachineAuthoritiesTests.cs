using SovereignFleet.Agent.Cli.Configuration;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Agent.Runtime;

[TestClass]
public sealed class MachineAuthoritiesTests
{
    [TestMethod]
    [DataRow(false)]
    [DataRow(true, "Otlp:Endpoint", "https://collector.example.net:4318")]
    [DataRow(false, "Otlp:Endpoint", "http://collector.example.net:4318")]
    [DataRow(true, "Inference:0:Endpoint", "https://127.0.0.1:8000")]
    [DataRow(false, "Inference:0:Endpoint", "http://127.0.0.1:8000")]
    public void Options_OnlyAnotherServerOverTls_NeedsThem(bool needed, params string[] setting)
    {
        using var folder = new TestFolder();
        string[] line = ["run", "--Server=https://control.example.net:7443", $"--DataFolder={folder.Path}", .. setting is [var key, var value] ? [$"--{key}={value}"] : Array.Empty<string>()];

        var options = OptionsReader.Read(Settings.Load(CommandLine.Parse(line)));

        Assert.AreEqual(needed, options.TrustsMachineAuthorities);
    }
}
