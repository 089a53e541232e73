using Microsoft.EntityFrameworkCore;
using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Commands.Delivery;
using SovereignFleet.Server.Fleet;
using SovereignFleet.Server.Identity.People;
using SovereignFleet.Server.Journal;
using SovereignFleet.Server.Service.Loop;
using SovereignFleet.Server.Service.Machine;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Service.Requests;
using SovereignFleet.Tests.Support;
using Outcome = SovereignFleet.Proto.Link.CommandResult.Types.Outcome;
using Wire = SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Tests.Server.Work.ByCommand;

/// <summary>Works that a command to the agent does, in the whole of a Drain: begun once, proven by something else than the agent's word, and
/// never waited for without end.</summary>
[TestClass]
public sealed class CommandWorkTests
{
    private static readonly PlannedWork Reset = new(WorkKind.ResetGpu, "GPU-1");

    public required TestContext TestContext { get; init; }

    private CancellationToken Token => TestContext.CancellationToken;

    [TestMethod]
    public async Task ResetGpu_FromProposalToReturn_IsProvenByAReadingOfTheGpuAndCallsNobody()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, worker) = await WorkingAsync(database, Reset);
        var command = await CommandAsync(stage);
        var drain = await stage.DrainAsync(Token);
        Assert.AreEqual((drain.HostId, drain.Id, "gpu-reset", "gpu-reset of GPU 0, even if busy", "system", "new kernel"),
            (command.HostId, command.DrainId!.Value, command.Name, command.Text, command.OrderedBy, command.Reason));
        Assert.AreEqual("GPU-1", Command.Parser.ParseFrom(command.Body).GpuReset.GpuUuid);
        Assert.StartsWith("the host's agent to be told: gpu-reset of GPU 0", drain.WaitingFor);

        await AnswerAsync(stage, Outcome.Done, "the GPU was reset and answers");
        stage.Time.Advance(TimeSpan.FromSeconds(1));
        await worker.RunOnceAsync(Token);
        Assert.StartsWith("proof of ResetGpu: a reading of the host from after", (await stage.DrainAsync(Token)).WaitingFor);

        await stage.TickAsync(worker, Token);
        Assert.AreEqual(DrainState.Validating, (await stage.DrainAsync(Token)).State);
        stage.Time.Advance(RepairProof.Watch);
        await stage.TickAsync(worker, Token);
        await stage.TickAsync(worker, Token);
        Assert.AreEqual(DrainState.Closed, (await stage.DrainAsync(Token)).State);
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual((0, 0, 1), (await db.Tickets.CountAsync(Token), await db.OutboxMessages.CountAsync(Token), await db.AgentCommands.CountAsync(Token)));
        Assert.AreEqual(CommandState.Done, (await CommandAsync(stage)).State);
    }

    [TestMethod]
    public async Task Begin_AfterACrashBeforeTheCommit_OwesOneCommand()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, worker) = await ProposedAsync(database, Reset);
        var drain = await stage.DrainAsync(Token);
        await using (var db = await stage.Contexts.CreateDbContextAsync(Token))
        await using (await db.Database.BeginTransactionAsync(Token))
        {
            // The worker dies here: nothing is committed.
            Assert.IsNotNull(await stage.Works.Find(WorkKind.ResetGpu)!.BeginAsync(await db.WorkSteps.SingleAsync(Token), db, Token));
            await db.SaveChangesAsync(Token);
        }

        await stage.EmptiesAsync(worker, Token);
        await stage.TickAsync(stage.Worker(), Token);
        await using var after = await stage.Contexts.CreateDbContextAsync(Token);
        var step = await after.WorkSteps.SingleAsync(Token);
        var again = await stage.Works.Find(WorkKind.ResetGpu)!.BeginAsync(step, after, Token);
        await after.SaveChangesAsync(Token);
        Assert.AreEqual((step.ReferenceId, step.Reference), (again!.Id, again.Quoted));
        Assert.AreEqual(again.Id, (await CommandAsync(stage)).Id);
        Assert.AreEqual(1, await after.JournalEntries.CountAsync(entry => entry.Kind == JournalKinds.WorkBegun && entry.DrainId == drain.Id, Token));
    }

    [TestMethod]
    [DataRow("Failed", "it failed: the GPU was not reset")]
    [DataRow("Refused", "it was refused: the GPU was not reset")]
    public async Task Answer_ThatItWasNotDone_FailsTheStepAndAPersonIsAsked(string outcome, string said)
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, worker) = await WorkingAsync(database, Reset);
        await AnswerAsync(stage, Enum.Parse<Outcome>(outcome), "the GPU was not reset");

        await stage.TickAsync(worker, Token);
        await stage.TickAsync(worker, Token);

        var drain = await stage.DrainAsync(Token);
        Assert.AreEqual((DrainState.Working, $"a person: gpu-reset of GPU 0, even if busy: {said}. Do it by hand and say that it is done, or cancel the drain"), (drain.State, drain.WaitingFor));
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(WorkStepState.Failed, (await db.WorkSteps.SingleAsync(Token)).State);
        Assert.AreEqual(1, await db.JournalEntries.CountAsync(entry => entry.Kind == JournalKinds.WorkFailed, Token));

        Assert.IsNull((await stage.Requests.MarkWorkDoneAsync(drain.Id, "reset by hand", "person:tom", null, 0, Token)).Refusal);
        await stage.TickAsync(worker, Token);
        Assert.AreEqual(DrainState.Validating, (await stage.DrainAsync(Token)).State);
    }

    /// <summary>What only the agent's answer could have proven stands on the person's word; the Host is proven after the plan.</summary>
    [TestMethod]
    public async Task Soak_FailedAndDoneByHand_StandsOnThePersonsWord()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, worker) = await WorkingAsync(database, new PlannedWork(WorkKind.Soak));
        await AnswerAsync(stage, Outcome.Failed, "dcgmi failed");
        await stage.TickAsync(worker, Token);
        var drain = await stage.DrainAsync(Token);
        Assert.AreEqual(DrainState.Working, drain.State);

        Assert.IsNull((await stage.Requests.MarkWorkDoneAsync(drain.Id, "soaked by hand", "person:tom", null, 0, Token)).Refusal);
        await stage.TickAsync(worker, Token);
        Assert.AreEqual(DrainState.Validating, (await stage.DrainAsync(Token)).State);
    }

    [TestMethod]
    public async Task Failure_AfterAPersonSaidThatItIsDone_IsNotWhatThePersonMeant()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, worker) = await WorkingAsync(database, Reset);
        await using (var db = await stage.Contexts.CreateDbContextAsync(Token))
        {
            await db.WorkSteps.ExecuteUpdateAsync(set => set.SetProperty(step => step.DoneBy, "person:tom"), Token);
        }

        await AnswerAsync(stage, Outcome.Failed, "the GPU was not reset");
        await stage.TickAsync(worker, Token);
        await stage.TickAsync(worker, Token);

        Assert.AreEqual(DrainState.Working, (await stage.DrainAsync(Token)).State);
        await using var after = await stage.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(WorkStepState.Failed, (await after.WorkSteps.SingleAsync(Token)).State);
    }

    [TestMethod]
    public async Task Expired_ThenAnsweredLate_CountsAsTheAnswerSays()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, worker) = await WorkingAsync(database, Reset);
        await SetAsync(stage, CommandState.Expired, "No answer came before it expired.");
        await stage.TickAsync(worker, Token);
        Assert.StartsWith("a person: gpu-reset of GPU 0, even if busy: it is over without an answer: No answer came", (await stage.DrainAsync(Token)).WaitingFor);

        await AnswerAsync(stage, Outcome.Done, "the GPU was reset and answers");
        await stage.TickAsync(worker, Token);

        Assert.AreEqual(DrainState.Validating, (await stage.DrainAsync(Token)).State);
    }

    [TestMethod]
    public async Task Pending_PastItsTime_FailsThoughNobodyLooksAtTheCommand()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, worker) = await WorkingAsync(database, Reset);
        stage.Time.Advance(TimeSpan.FromMinutes(10));

        await stage.TickAsync(worker, Token);

        Assert.StartsWith("a person: gpu-reset of GPU 0, even if busy: the agent could not be told in time", (await stage.DrainAsync(Token)).WaitingFor);
    }

    [TestMethod]
    [DataRow("Pending", "Expired", "Withdrawn before it was sent: the drain that it was to do the work of is over.", 1)]
    [DataRow("Sent", "Sent", null, 0)]
    public async Task Cancel_WhileItIsOwed_WithdrawsWhatWasNotSent(string state, string after, string? answer, int told)
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, worker) = await WorkingAsync(database, Reset);
        await SetAsync(stage, Enum.Parse<CommandState>(state), null);

        await stage.Requests.CancelAsync((await stage.DrainAsync(Token)).Id, "no", asItIs: true, "person:ada", Token);
        await stage.TickAsync(worker, Token);
        await stage.TickAsync(worker, Token);

        Assert.AreEqual(DrainState.Cancelled, (await stage.DrainAsync(Token)).State);
        var command = await CommandAsync(stage);
        Assert.AreEqual((Enum.Parse<CommandState>(after), answer), (command.State, command.Answer));
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(told, await db.JournalEntries.CountAsync(entry => entry.Kind == JournalKinds.CommandDone && entry.Summary.Contains("Withdrawn"), Token));
    }

    [TestMethod]
    [DataRow("Reboot")]
    [DataRow("PowerCycle")]
    public async Task Boot_ThatTheAgentAnswered_IsProvenByAnotherBootThanBefore(string kind)
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, worker) = await ProposedAsync(database, new PlannedWork(Enum.Parse<WorkKind>(kind)));
        await SpeaksAsync(stage, "boot-1");
        await stage.EmptiesAsync(worker, Token);
        await AnswerAsync(stage, Outcome.Done, "the Host was booted anew");
        await stage.TickAsync(worker, Token);
        Assert.AreEqual($"proof of {kind}: another boot than boot-1", (await stage.DrainAsync(Token)).WaitingFor);

        await SpeaksAsync(stage, "boot-2");
        await stage.TickAsync(worker, Token);

        Assert.AreEqual(DrainState.Validating, (await stage.DrainAsync(Token)).State);
    }

    [TestMethod]
    public async Task Plan_OfWorksWithTargets_ShowsThemAndWhatTheServerCanDo()
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var (stage, _) = await WorkingAsync(database, Reset, new PlannedWork(WorkKind.RestartUnit, "vllm.service"), new PlannedWork(WorkKind.Soak));

        var shown = await new DrainReader(stage.Contexts, stage.Works, stage.Time).FindAsync((await stage.DrainAsync(Token)).Id, SiteScope.All, Token);

        Assert.AreEqual(
            "Reset a GPU/GPU 0/Begun/gpu-reset of GPU 0, even if busy; Restart a service/vllm.service/Planned/; Soak//Planned/",
            string.Join("; ", shown!.Works.Select(work => $"{work.Title}/{work.TargetName}/{work.State}/{work.Reference}")));
        Assert.AreEqual("", shown.TicketId);
        var offers = WorkKinds.Read(stage.Works, new Wire.ListWorkKindsRequest()).Kinds;
        Assert.AreEqual(
            "RemoteHands, OwnWork, RestartUnit unit, ResetGpu gpu_uuid, Reboot, PowerCycle, Soak",
            string.Join(", ", offers.Select(offer => $"{offer.Kind} {offer.Target?.Name}".Trim())));
        var first = WorkKinds.Read(stage.Works, new Wire.ListWorkKindsRequest { PageSize = 3 });
        var second = WorkKinds.Read(stage.Works, new Wire.ListWorkKindsRequest { PageToken = first.NextPageToken });
        CollectionAssert.AreEqual(offers.ToList(), first.Kinds.Concat(second.Kinds).ToList());
    }

    [TestMethod]
    [DataRow("ResetGpu", null, "old", "ResetGpu: Say which GPU is to be reset.")]
    [DataRow("ResetGpu", "GPU-2", "old", "ResetGpu: gpu-yul1-01 has no GPU GPU-2.")]
    [DataRow("RestartUnit", null, "old", "RestartUnit: Say which unit is to be restarted, such as vllm.service.")]
    [DataRow("RestartUnit", "a\nb", "old", "RestartUnit: Say which unit is to be restarted, such as vllm.service.")]
    [DataRow("Reboot", "GPU-1", "old", "Reboot: it is about the whole host and takes no target")]
    [DataRow("Soak", "GPU-1", "old", "Soak: it is about the whole host and takes no target")]
    [DataRow("RemoteHands", "GPU-1", "old", "RemoteHands: it is about the whole host and takes no target")]
    [DataRow("PowerCycle", null, " ", "PowerCycle: Say why: power-cycle needs a reason.")]
    public async Task Propose_AWrongTargetOrNoReason_IsRefusedByTheBoundsOfTheCommand(string kind, string? target, string reason, string refusal)
    {
        await using var database = await TestDatabase.CreateAsync(Token);
        var stage = await DrainStage.CreateAsync(database, new ScriptedTarget(), 8, 6, 1, Token);

        var reply = await stage.Requests.ProposeAsync(stage.Hosts[0].Name, reason, urgent: true, new WorkPlan([new PlannedWork(Enum.Parse<WorkKind>(kind), target)]), "person:ada", Token);

        Assert.AreEqual(refusal, reply.Refusal);
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        Assert.AreEqual(0, await db.Drains.CountAsync(Token));
    }

    private async Task<(DrainStage Stage, DrainReconciler Worker)> WorkingAsync(TestDatabase database, params PlannedWork[] works)
    {
        var (stage, worker) = await ProposedAsync(database, works);
        await stage.EmptiesAsync(worker, Token);
        return (stage, worker);
    }

    private async Task<(DrainStage Stage, DrainReconciler Worker)> ProposedAsync(TestDatabase database, params PlannedWork[] works)
    {
        var stage = await DrainStage.CreateAsync(database, new ScriptedTarget(), 8, 6, 1, Token);
        var worker = stage.Worker();
        var reply = await stage.Requests.ProposeAsync(stage.Hosts[0].Name, "new kernel", urgent: true, new WorkPlan([.. works]), "person:ada", Token);
        Assert.IsNull(reply.Refusal);
        await worker.RunOnceAsync(Token);
        return (stage, worker);
    }

    private async Task<AgentCommand> CommandAsync(DrainStage stage)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        return await db.AgentCommands.SingleAsync(Token);
    }

    private async Task SetAsync(DrainStage stage, CommandState state, string? answer)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        var now = stage.Time.GetUtcNow();
        await db.AgentCommands.ExecuteUpdateAsync(
            set => set.SetProperty(row => row.State, state).SetProperty(row => row.SentAt, now).SetProperty(row => row.Answer, answer), Token);
    }

    private async Task SpeaksAsync(DrainStage stage, string boot)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        await db.Hosts.Where(host => host.Id == stage.Hosts[0].Id).ExecuteUpdateAsync(set => set.SetProperty(host => host.SpeakerBootId, boot), Token);
    }

    private async Task AnswerAsync(DrainStage stage, Outcome outcome, string text)
    {
        await using var db = await stage.Contexts.CreateDbContextAsync(Token);
        var host = stage.Hosts[0];
        var result = new CommandResult { CommandId = (await CommandAsync(stage)).Id.ToString(), Outcome = outcome, Text = text };
        await CommandResults.RecordAsync(db, new HostIdentity(host.Id, host.Name, host.SiteId), result, stage.Time.GetUtcNow(), Token);
        await db.SaveChangesAsync(Token);
    }
}
