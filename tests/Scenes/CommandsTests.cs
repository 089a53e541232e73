using System.Formats.Tar;
using System.IO.Compression;
using Grpc.Core;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Proto.Link;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Scenes;

/// <summary>Commands from the API to the agent as it ships and back, over the network, with shell scripts in the place of the programs
/// that it starts.</summary>
[TestClass]
public sealed class CommandsTests(TestContext context)
{
    private const string Host = "gpu-cmd";

    private CancellationToken Token => context.CancellationToken;

    [TestMethod]
    public async Task Commands_FromOrderToProof_AcrossAKilledAgent()
    {
        Needs.Programs("clang");
        await using var stage = new Stage(context.WriteLine);
        using var folder = new TestFolder();
        var server = await ServerProcess.StartAsync(stage, new Dictionary<string, string>(), Token);
        var api = await FleetApi.SignInAsync(stage, server, Token);
        var agent = await StartAgentAsync(stage, server, api, folder);

        // A file of some megabytes, in parts.
        var logs = await DoneAsync(api, new OrderCommandRequest { Command = new Command { CollectLogs = new CollectLogs() } });
        Assert.AreEqual(CommandState.Done, logs.State, logs.Answer);
        Assert.IsTrue(logs.Files.Single().State == CommandFileState.Complete);
        Assert.IsGreaterThan(3UL << 20, logs.Files.Single().Size);
        Assert.Contains("Xid", (await PartsAsync(api, logs))["kernel-log.txt"]);

        // A service, with systemd's own proof.
        var restart = new OrderCommandRequest { Command = new Command { RestartUnit = new RestartUnit { Unit = "vllm.service" } }, Reason = "hangs", EvenInService = true };
        var restarted = await DoneAsync(api, restart);
        Assert.AreEqual((CommandState.Done, "first", "second"), (restarted.State, restarted.Proof["invocation_before"], restarted.Proof["invocation_after"]), restarted.Answer);

        // The agent's own rules count, whoever orders.
        var reboot = await DoneAsync(api, new OrderCommandRequest { Command = new Command { Reboot = new Reboot() }, Reason = "why not", EvenInService = true });
        Assert.AreEqual(CommandState.Refused, reboot.State);
        Assert.Contains("Commands:Allow", reboot.Answer);

        // An agent that dies in the midst answers for it in its next life, and does not do it again.
        var hang = folder.Below("hang");
        await File.WriteAllTextAsync(hang, "", Token);
        var ordered = await OrderAsync(api, restart);
        var begun = folder.Below("hanging");
        await Until.TrueAsync("the restart hangs", () => File.Exists(begun), Token);
        await agent.KillAsync(Token);
        File.Delete(hang);
        agent.Restart();
        var settled = await EndAsync(api, ordered.Id);
        Assert.AreEqual(CommandState.Failed, settled.State);
        Assert.Contains("the agent was restarted while it obeyed", settled.Answer);
        var journal = await api.Journal.ListJournalEntriesAsync(new ListJournalEntriesRequest { HostName = Host }, api.With(Token));
        Assert.AreEqual(4, journal.Entries.Count(entry => entry.Kind == "command.ordered"));
        Assert.AreEqual(4, journal.Entries.Count(entry => entry.Kind == "command.done"));
        Assert.AreEqual(1, journal.Entries.Count(entry => entry.Kind == "command.file"));
    }

    private async Task<AgentProcess> StartAgentAsync(Stage stage, ServerProcess server, FleetApi api, TestFolder folder)
    {
        await api.Administration.ApplyInventoryAsync(
            new ApplyInventoryRequest
            {
                Json = $$"""
                    {"sites": [{"id": "yul1", "name": "Montreal 1", "jurisdiction": "CA", "timeZone": "America/Toronto"}],
                     "hosts": [{"name": "{{Host}}", "site": "yul1", "rack": "B07", "u": 12}]}
                    """,
            },
            api.With(Token));
        var token = await api.Administration.CreateEnrollmentTokenAsync(new CreateEnrollmentTokenRequest { HostName = Host }, api.With(Token));
        var systemctl = new FakeProgram(folder, "systemctl", $"""
            cd '{folder.Path}'; [ -f run ] || echo first > run
            case "$*" in
            *restart*) [ -f hang ] && touch hanging && exec sleep 600; echo second > run;;
            *show*) echo LoadState=loaded; echo ActiveState=active; echo "InvocationID=$(cat run)"; echo 'ActiveEnterTimestamp=Sun 2026-03-01 11:58:03 UTC';;
            esac
            """);
        var settings = new Dictionary<string, string>
        {
            ["Server"] = server.AgentsUrl,
            ["EnrollmentToken"] = token.Token,
            ["KernelLog:Path"] = new KernelLogFeed(stage, "kmsg").Path,
            ["Commands:Allow:0"] = "collect-logs",
            ["Commands:Allow:1"] = "restart-unit",
            ["Commands:Units:0"] = "vllm.service",
            ["Commands:Systemctl"] = systemctl.Path,
            ["Commands:Dmesg"] = new FakeProgram(folder, "dmesg", "echo 'NVRM: Xid (PCI:0000:05:00): 79, GPU has fallen off the bus.'").Path,
            ["Commands:BugReport"] = new FakeProgram(folder, "bug-report", "head -c 3500000 /dev/urandom > \"$2.gz\"").Path,
        };
        return AgentProcess.Start(stage, await PublishedAgent.PathAsync(Token), Host, settings, new Dictionary<string, string>());
    }

    private async Task<Dictionary<string, string>> PartsAsync(FleetApi api, HostCommand command)
    {
        using var whole = new MemoryStream();
        using (var call = api.Commands.ReadFile(new ReadFileRequest { CommandId = command.Id, Name = command.Files.Single().Name }, api.With(Token)))
        {
            await foreach (var part in call.ResponseStream.ReadAllAsync(Token))
            {
                whole.Write(part.Data.Span);
            }
        }

        whole.Position = 0;
        await using var tar = new TarReader(new GZipStream(whole, CompressionMode.Decompress));
        var parts = new Dictionary<string, string>();
        while (await tar.GetNextEntryAsync(copyData: true, Token) is { } entry)
        {
            using var reader = new StreamReader(entry.DataStream ?? Stream.Null);
            parts[entry.Name] = await reader.ReadToEndAsync(Token);
        }

        return parts;
    }

    private async Task<HostCommand> DoneAsync(FleetApi api, OrderCommandRequest request) => await EndAsync(api, (await OrderAsync(api, request)).Id);

    private async Task<HostCommand> OrderAsync(FleetApi api, OrderCommandRequest request)
    {
        request.HostName = Host;
        return (await api.Commands.OrderCommandAsync(request, api.With(Token))).Command;
    }

    private Task<HostCommand> EndAsync(FleetApi api, string id) => Until.Async(
        "the command is over",
        async stop => (await api.Commands.GetCommandAsync(new GetCommandRequest { Id = id }, api.With(stop))).Command,
        command => command.State is not (CommandState.Pending or CommandState.Sent),
        Token);
}
