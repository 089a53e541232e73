using SovereignFleet.Proto.Fleet;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Scenes;

/// <summary>A person proposes a drain whose works the agent does by itself: the Host comes back, and nobody was called.</summary>
[TestClass]
public sealed class PlannedWorkTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task PersonProposes_WorksOfTheAgent_EachIsDoneOnceAndProvenAndTheHostServesAgain()
    {
        var cancellation = TestContext.CancellationToken;
        await using var stage = new Stage(TestContext.WriteLine);
        using var folder = new TestFolder();
        var smi = new FakeProgram(folder, "nvidia-smi", "case \"$*\" in *--gpu-reset*) echo 'GPU was successfully reset.';; esac");
        var systemctl = new FakeProgram(folder, "systemctl", $"""
            cd '{folder.Path}'; [ -f run ] || echo first > run
            case "$*" in
            *restart*) echo second > run;;
            *show*) echo LoadState=loaded; echo ActiveState=active; echo "InvocationID=$(cat run)"; echo 'ActiveEnterTimestamp=Sun 2026-03-01 11:58:03 UTC';;
            esac
            """);
        var dcgmi = new FakeProgram(folder, "dcgmi", """
            echo '{"DCGM Diagnostic": {"test_categories": [{"category": "Stress", "tests": [{"name": "memory", "results": [{"entity_id": 0, "status": "Pass"}]}]}]}}'
            """);
        var scene = await FleetScene.StartAsync(stage, new SceneSettings { AgentSettings = Settings(smi, systemctl, dcgmi, folder) }, cancellation);
        var story = new Story(scene);

        var proposal = new ProposeDrainRequest
        {
            HostName = scene.Ill.Name,
            Reason = "XID 119, the second time",
            Urgent = true,
            Works =
            {
                new PlannedWork { Kind = WorkKind.ResetGpu, Target = story.GpuUuid },
                new PlannedWork { Kind = WorkKind.RestartUnit, Target = "vllm.service" },
                new PlannedWork { Kind = WorkKind.Soak },
            },
        };
        var drain = (await scene.Api.Drains.ProposeDrainAsync(proposal, scene.Api.With(cancellation))).Drain;
        Assert.AreEqual(
            $"Reset a GPU: GPU {Story.Gpu}, Restart a service: vllm.service, Soak: ", string.Join(", ", drain.Works.Select(work => $"{work.Title}: {work.TargetName}")));
        await story.ApproveAsync(drain, cancellation);

        drain = await story.DrainIsAsync(DrainState.Closed, cancellation);
        Assert.AreEqual("Proven, Proven, Proven", string.Join(", ", drain.Works.Select(work => work.State)));
        Assert.AreEqual(1, smi.Calls.Count(call => call == $"--gpu-reset -i {story.GpuUuid}"));
        Assert.AreEqual(1, systemctl.Calls.Count(call => call.EndsWith("restart vllm.service", StringComparison.Ordinal)));
        Assert.AreEqual("diag -r 3 -j", dcgmi.Calls.Single());
        await NobodyWasCalledAsync(scene, drain, cancellation);
        await story.ServesAgainAsync(cancellation);
        await story.NothingWasLostAsync();
    }

    private static async Task NobodyWasCalledAsync(FleetScene scene, Drain drain, CancellationToken cancellation)
    {
        Assert.AreEqual("", drain.TicketId);
        Assert.IsEmpty(scene.Mail.Messages);
        Assert.IsEmpty((await scene.Api.Tickets.ListTicketsAsync(new ListTicketsRequest(), scene.Api.With(cancellation))).Tickets);
        var journal = await scene.Api.Journal.ListJournalEntriesAsync(new ListJournalEntriesRequest { HostName = scene.Ill.Name }, scene.Api.With(cancellation));
        Assert.AreEqual(3, journal.Entries.Count(entry => entry.Kind == "work.begun"));
        Assert.AreEqual(3, journal.Entries.Count(entry => entry.Kind == "work.proven"));
    }

    private static Dictionary<string, string> Settings(FakeProgram smi, FakeProgram systemctl, FakeProgram dcgmi, TestFolder folder) => new()
    {
        ["Commands:Allow:0"] = "gpu-reset",
        ["Commands:Allow:1"] = "restart-unit",
        ["Commands:Allow:2"] = "diagnose",
        ["Commands:Units:0"] = "vllm.service",
        ["Commands:NvidiaSmi"] = smi.Path,
        ["Commands:Systemctl"] = systemctl.Path,
        ["Commands:Dcgmi"] = dcgmi.Path,
        ["Commands:Diagnostics"] = folder.Below("not-there"),
    };
}
