using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SovereignFleet.Server.Fleet.Inventory;
using SovereignFleet.Server.Hosting.Destinations;
using SovereignFleet.Tests.Architecture;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Server.Hosting;

/// <summary>A configuration that is unfit does not start, and is told whole: one round of corrections, not one for each key.</summary>
[TestClass]
public sealed class ServerOptionsTests
{
    public required TestContext TestContext { get; init; }

    private static readonly string[] MayRead = ["server/Hosting/Configuration/OptionsReader.cs", "server/Hosting/Configuration/OptionsRegistration.cs"];

    [TestMethod]
    public void Build_ManySectionsUnfit_NamesEveryKey()
    {
        using var folder = new TestFolder();
        var refused = Assert.ThrowsExactly<OptionsValidationException>(() => SovereignFleet.Server.Program.Build(
        [
            "--DataFolder=" + folder.Below("server"),
            "--Database:ConnectionString=Hosst=127.0.0.1",
            "--Database:Port=70000",
            "--Listen:Agents=http://127.0.0.1:7443",
            "--Listen:Api=https://fleet.example.net:7444",
            "--Identity:PassphraseFile=/",
            "--Fleet:InventoryFile=/",
            "--Alerts:ExternalUrl=fleet.example.net",
            "--Alerts:Alertmanagers:0=http://127.0.0.1:9093",
            "--Alerts:Alertmanagers:1=http://127.0.0.1:9093/second",
            "--Alerts:Webhooks:0=mailto:ops@example.net",
            "--Tickets:Email:Port=smtp",
            "--Telemetry:Retention=00:00:01",
            "--Retention:Events=00:00:01",
            "--Link:GpuPeriod=00:00:00",
            "--Otlp:Protocol=json",
            "--Health:Silence=00:00:01",
        ]));

        string[] keys =
        [
            "Database:ConnectionString cannot be read", "Database:Port is 70000", "Listen:Agents is", "Listen:Api names the host", "Identity:PassphraseFile is",
            "Fleet:InventoryFile is", "Alerts:ExternalUrl must be", "Alerts:Alertmanagers:1 is the receiver", "Alerts:Webhooks:0 must be",
            "'Tickets:Email:Port'", "Telemetry:Retention must be", "Retention:Events must be", "Link:GpuPeriod must be", "Otlp:Protocol must be", "Health:Silence must be",
        ];
        Assert.AreEqual("", string.Join(", ", keys.Where(key => !refused.Failures.Any(fault => fault.Contains(key, StringComparison.Ordinal)))));
        Assert.HasCount(keys.Length, refused.Failures.ToList());
    }

    [TestMethod]
    [DataRow("--Tickets:Email:From=nobody at all <", "Tickets:Email:From is")]
    [DataRow("--Tickets:Email:User=fleet", "Tickets:Email:PasswordFile must name a file")]
    [DataRow("--Tickets:Email:Port=0", "Tickets:Email:Port is 0")]
    [DataRow("--DataFolder=/proc/version", "DataFolder is \"/proc/version\", which is a file")]
    [DataRow("--Listen:Management=https://127.0.0.1:7445", "Listen:Management is")]
    [DataRow("--Connections:InAll=0", "Connections:InAll is 0; it must be 1 to 1000000 connections.")]
    [DataRow("--Connections:AgentsOfOneAddress=-1", "Connections:AgentsOfOneAddress is -1")]
    [DataRow("--Connections:ApiOfOneAddress=5000", "Connections:ApiOfOneAddress is 5000; it must be at most Connections:ApiInAll (4096).")]
    [DataRow("--Connections:ManagementInAll=2000000", "Connections:ManagementInAll is 2000000")]
    [DataRow("--Connections:HandshakeTimeout=00:00:00.5", "Connections:HandshakeTimeout is")]
    [DataRow("--Connections:IdleTimeout=1.00:00:00", "Connections:IdleTimeout is")]
    [DataRow("--Connections:HeadersTimeout=ten", "Connections:HeadersTimeout")]
    [DataRow("--Link:SilenceTimeout=00:00:02", "Link:SilenceTimeout must be at least three times Link:GpuPeriod (00:00:03)")]
    [DataRow("--Link:SilenceTimeout=2.00:00:00", "Link:SilenceTimeout must be")]
    public void Build_OneKeyUnfit_IsNamedAlone(string setting, string fault)
    {
        using var folder = new TestFolder();
        var refused = Assert.ThrowsExactly<OptionsValidationException>(
            () => SovereignFleet.Server.Program.Build(["--DataFolder=" + folder.Below("server"), "--Database:ConnectionString=Host=127.0.0.1", setting]));
        StringAssert.Contains(refused.Failures.Single(), fault);
    }

    [TestMethod]
    public async Task Build_SettingsFileInTheDataFolder_IsReadAndTheCommandLineWins()
    {
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(folder.Below("settings.json"), """{"Destinations": {"SocketFolders": ["/somewhere"]}, "Fleet": {"InventoryFile": "/nowhere.json"}}""", TestContext.CancellationToken);
        await using var app = SovereignFleet.Server.Program.Build(
            ["--DataFolder=" + folder.Path, "--Database:ConnectionString=Host=127.0.0.1", "--Fleet:InventoryFile=/elsewhere.json"]);

        Assert.AreSequenceEqual(["/somewhere"], app.Services.GetRequiredService<DestinationsOptions>().Sockets);
        Assert.AreEqual("/elsewhere.json", app.Services.GetRequiredService<InventoryOptions>().InventoryFile);
    }

    [TestMethod]
    public async Task Build_SettingsFileIsNoJson_IsNamed()
    {
        using var folder = new TestFolder();
        await File.WriteAllTextAsync(folder.Below("settings.json"), "Destinations:", TestContext.CancellationToken);
        var refused = Assert.ThrowsExactly<OptionsValidationException>(() => SovereignFleet.Server.Program.Build(["--DataFolder=" + folder.Path]));
        Assert.Contains("settings.json cannot be read", refused.Failures.Single());
    }

    [TestMethod]
    [DataRow("--Destinations:Tickets:0=https://tickets.example.net", "Destinations:Tickets:0 is")]
    [DataRow("--Destinations:Balancers:0=10.8.0.1/16", "Destinations:Balancers:0 is")]
    [DataRow("--Destinations:SocketFolders:0=/proc/version", "Destinations:SocketFolders:0 is")]
    [DataRow("--Secrets:Folder=/", "Secrets:Folder is")]
    public void Build_ReachThatCannotBeMeant_IsNamedAlone(string setting, string fault) => Build_OneKeyUnfit_IsNamedAlone(setting, fault);

    /// <summary>A value that is read where it is used is validated nowhere.</summary>
    [TestMethod]
    public void Server_NoFile_ReadsTheConfigurationRaw()
    {
        var raw = new Regex(@"\bIConfiguration\b|[cC]onfiguration\[|\.GetSection\(|[cC]onfiguration\.GetValue[<(]|\.GetValue<|\.GetConnectionString\(|\.BindConfiguration\(");
        var wrong = SourceFile.Under("server", ".cs").Where(file => !MayRead.Contains(file.Path) && raw.IsMatch(file.Code)).Select(file => file.Path);

        Assert.AreEqual("", string.Join(", ", wrong));
    }
}
