using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using SovereignFleet.Agent.Bmc.Ipmi;
using SovereignFleet.Agent.Commands;
using SovereignFleet.Agent.Commands.Actions.Logs;
using SovereignFleet.Agent.Commands.Limits;
using SovereignFleet.Agent.Runtime.Programs;
using SovereignFleet.Agent.Sensing.Hardware;
using SovereignFleet.Agent.Spool;
using SovereignFleet.Agent.Spool.Files;
using SovereignFleet.Agent.Uplink.Identity;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Support;
using Outcome = SovereignFleet.Proto.Link.CommandResult.Types.Outcome;

namespace SovereignFleet.Tests.Agent.Commands.Actions;

/// <summary>Collecting logs with shell scripts in the place of the programs that have them.</summary>
[TestClass]
public sealed class CollectLogsTests(TestContext context) : IDisposable
{
    private readonly CommandsScene scene = new();

    public void Dispose() => scene.Dispose();

    [TestMethod]
    public async Task Collect_AllThere_BundlesThemWithoutSecrets()
    {
        var result = await CollectAsync(
            dmesg: "echo 'NVRM: Xid (PCI:0000:05:00): 79'", bugReport: "[ \"$1\" = --output-file ] && echo report | gzip > \"$2.gz\"");

        Assert.AreEqual(Outcome.Done, result.Outcome, result.Text);
        var parts = await ReadAsync(result.Files.Single());
        Assert.AreEqual(
            "agent.txt kernel-log.txt kernel-log-boot-before.txt nvidia-smi.txt nvidia-bug-report.log.gz contents.txt", string.Join(' ', parts.Keys));
        Assert.Contains("Xid", parts["kernel-log.txt"]);
        Assert.Contains("host gpu-test-01", parts["agent.txt"]);
        Assert.Contains("bmc-sel.txt: no BMC is configured", parts["contents.txt"]);
        Assert.IsFalse(parts.Values.Any(text => text.Contains("one-time-secret", StringComparison.Ordinal)));
        Assert.StartsWith("gpu-test-01-logs-", result.Proof["file"]);
    }

    [TestMethod]
    public async Task Collect_NothingInstalled_StillTellsOfTheAgentAndWhyTheRestIsMissing()
    {
        var result = await CollectAsync(dmesg: null, bugReport: null);

        var parts = await ReadAsync(result.Files.Single());
        Assert.Contains("kernel-log.txt", parts["contents.txt"]);
        Assert.Contains("cannot be started", parts["contents.txt"]);
        Assert.Contains("agent 9.9.9", parts["agent.txt"]);
    }

    [TestMethod]
    public async Task Bundle_APartThatDoesNotFit_IsLeftOutAndTold()
    {
        var path = scene.Folder.Below("bundle.tar.gz");
        await using (var bundle = new LogBundle(path, 200_000, CommandsScene.Now))
        {
            await bundle.AddTextAsync("small.txt", "fits", context.CancellationToken);
            var large = scene.Folder.Below("large");
            await File.WriteAllBytesAsync(large, RandomNumberGenerator.GetBytes(150_000), context.CancellationToken);
            await bundle.AddFileAsync("large.bin", large, context.CancellationToken);
            await bundle.CloseAsync(context.CancellationToken);
        }

        var parts = await ReadAsync(path);
        Assert.AreEqual("small.txt contents.txt", string.Join(' ', parts.Keys));
        Assert.Contains("large.bin: left out: 150000 bytes would not fit", parts["contents.txt"]);
        Assert.IsLessThan(200_000, new FileInfo(path).Length);
    }

    private async Task<CommandOutcome> CollectAsync(string? dmesg, string? bugReport)
    {
        var options = scene.Options with
        {
            Programs = new CommandPrograms
            {
                Dmesg = Program("dmesg", dmesg),
                Journalctl = Program("journalctl", "echo before"),
                NvidiaSmi = Program("nvidia-smi", "echo '==NVSMI LOG=='"),
                BugReport = Program("bug-report", bugReport),
            },
        };
        var runner = new ProgramRunner();
        using var spool = MessageSpool.Open(new SpoolOptions { Folder = scene.Folder.Below("other-spool") });
        using var bmc = new IpmiTool(new BmcOptions { DataFolder = scene.Folder.Path }, TimeProvider.System);
        var uplink = new UplinkOptions
        {
            Server = new Uri("https://control.test"),
            EnrollmentToken = "one-time-secret",
            HostName = "gpu-test-01",
            PkiFolder = scene.Folder.Below("pki"),
            AgentVersion = "9.9.9",
            Boot = new BootFacts("boot-1", null),
        };
        var action = new CollectLogsAction(runner, bmc, new AgentState(uplink, spool, options, scene.Log()), options, TimeProvider.System);
        return await action.RunAsync(new Command { CollectLogs = new CollectLogs() }, context.CancellationToken);
    }

    private string Program(string name, string? script) => script is null ? scene.Folder.Below("no-" + name) : new FakeProgram(scene.Folder, name, script).Path;

    private async Task<Dictionary<string, string>> ReadAsync(string path)
    {
        var parts = new Dictionary<string, string>();
        await using var file = File.OpenRead(path);
        await using var zip = new GZipStream(file, CompressionMode.Decompress);
        await using var tar = new TarReader(zip);
        while (await tar.GetNextEntryAsync(copyData: true, context.CancellationToken) is { } entry)
        {
            using var reader = new StreamReader(entry.DataStream ?? Stream.Null);
            parts[entry.Name] = await reader.ReadToEndAsync(context.CancellationToken);
        }

        return parts;
    }
}
