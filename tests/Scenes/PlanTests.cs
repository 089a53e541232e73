using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Proto.Fleet;
using SovereignFleet.Tests.Support;

namespace SovereignFleet.Tests.Scenes;

/// <summary>Tuesday's story: work on a rack, planned for later, two hosts at a time, no technician, and nobody is woken. A real boot would end
/// the test's own machine: the work is a restart of the inference server, by the agent.</summary>
[TestClass]
public sealed class PlanTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task PersonPlansARack_BothHostsAreWorkedOnAsThePoolCanSpareThem_AndNobodyIsCalled()
    {
        var cancellation = TestContext.CancellationToken;
        await using var stage = new Stage(TestContext.WriteLine);
        using var folder = new TestFolder();
        var systemctl = new FakeProgram(folder, "systemctl", $"""
            cd '{folder.Path}'; [ -f run ] || echo 1 > run
            case "$*" in
            *restart*) echo $(($(cat run) + 1)) > run;;
            *show*) echo LoadState=loaded; echo ActiveState=active; echo "InvocationID=$(cat run)"; echo 'ActiveEnterTimestamp=Sun 2026-03-01 11:58:03 UTC';;
            esac
            """);
        var settings = new Dictionary<string, string>
        {
            ["Commands:Allow:0"] = "restart-unit",
            ["Commands:Units:0"] = "vllm.service",
            ["Commands:Systemctl"] = systemctl.Path,
        };
        var scene = await FleetScene.StartAsync(stage, new SceneSettings { AgentSettings = settings }, cancellation);
        var draft = new PlanDraft
        {
            Selection = new PlanSelection { Rack = SceneInventory.Rack },
            Works = { new PlannedWork { Kind = WorkKind.RestartUnit, Target = "vllm.service" } },
            Start = PlanStart.Date,
            NotBefore = TimeProvider.System.GetUtcNow().AddSeconds(10).ToTimestamp(),
            Limits = new PlanLimits { AtOnce = 2 },
            Reason = "vLLM 0.9 on rack B07",
        };

        var preview = await scene.Api.Plans.PreviewPlanAsync(new PreviewPlanRequest { Draft = draft }, scene.Api.With(cancellation));
        Assert.AreEqual((2, 1u), (preview.Hosts.Count, preview.Pools.Single().AtOnce), "The pool of two requires one: the guard lets one go at a time.");
        Assert.IsNotEmpty(preview.Hosts[1].Lifts);
        var plan = (await scene.Api.Plans.CreatePlanAsync(new CreatePlanRequest { Draft = draft }, scene.Api.With(cancellation))).Plan;

        var mostOut = 0;
        plan = await Until.Async(
            "the plan is finished",
            async stop => (await scene.Api.Plans.GetPlanAsync(new GetPlanRequest { Id = plan.Id }, scene.Api.With(stop))).Plan,
            seen =>
            {
                mostOut = Math.Max(mostOut, seen.Hosts.Count(host => host.State == PlanHostState.Running));
                return seen.State == PlanState.Finished;
            },
            TimeSpan.FromSeconds(300),
            cancellation);
        Assert.AreEqual("Done, Done", string.Join(", ", plan.Hosts.Select(host => host.State)));
        Assert.AreEqual(1, mostOut);
        Assert.AreEqual(2, systemctl.Calls.Count(call => call.EndsWith("restart vllm.service", StringComparison.Ordinal)));
        await NobodyIsCalledAsync(scene, cancellation);
        await new Story(scene).ServesAgainAsync(cancellation);
        await new Story(scene).NothingWasLostAsync();
    }

    private static async Task NobodyIsCalledAsync(FleetScene scene, CancellationToken cancellation)
    {
        Assert.IsEmpty(scene.Mail.Messages);
        Assert.IsEmpty((await scene.Api.Tickets.ListTicketsAsync(new ListTicketsRequest { IncludeClosed = true }, scene.Api.With(cancellation))).Tickets);
        Assert.IsEmpty((await scene.Api.Alerts.ListAlertsAsync(new ListAlertsRequest { IncludeResolved = true }, scene.Api.With(cancellation))).Alerts);
        var journal = await scene.Api.Journal.ListJournalEntriesAsync(new ListJournalEntriesRequest { Kind = "plan" }, scene.Api.With(cancellation));
        // Made; each host begun and done; finished.
        Assert.HasCount(6, journal.Entries);
    }
}
