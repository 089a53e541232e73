using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Service.Plan;
using SovereignFleet.Server.Work.ByCommand;

namespace SovereignFleet.Tests.Server.Work.ByCommand;

[TestClass]
public sealed class CommandReadingTests
{
    private const string ByHand = ". Do it by hand and say that it is done, or cancel the drain";

    private static readonly DateTimeOffset Begun = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    [TestMethod]
    [DataRow("Pending", 0, "UnderWay", "the host's agent to be told: gpu-reset of GPU 3. It is not told any more after 2026-11-28 12:10:00Z")]
    [DataRow("Pending", 600, "Failed", "a person: gpu-reset of GPU 3: the agent could not be told in time" + ByHand)]
    [DataRow("Sent", 900, "UnderWay", "the host's agent to answer: gpu-reset of GPU 3, told at 2026-11-28 12:00:02Z, to be answered by 2026-11-28 12:20:00Z")]
    [DataRow("Sent", 1200, "Failed", "a person: gpu-reset of GPU 3: the agent has not answered in time" + ByHand)]
    [DataRow("Refused", 5, "Failed", "a person: gpu-reset of GPU 3: it was refused: so it is" + ByHand)]
    [DataRow("Failed", 5, "Failed", "a person: gpu-reset of GPU 3: it failed: so it is" + ByHand)]
    [DataRow("Expired", 5, "Failed", "a person: gpu-reset of GPU 3: it is over without an answer: so it is" + ByHand)]
    [DataRow("Done", 5, "Done", "gpu-reset of GPU 3: so it is.")]
    public void Of_ACommand_WaitsWithinItsTimeAndAsksAPersonAfter(string state, int seconds, string progress, string sentence)
    {
        var read = CommandReading.Of(Command(Enum.Parse<CommandState>(state)), state == "Done" ? WorkProof.Proven : null, Begun.AddSeconds(seconds));

        Assert.AreEqual(Reading(progress, sentence), read);
    }

    [TestMethod]
    [DataRow(false, 0, "Done", "gpu-reset of GPU 3: so it is.")]
    [DataRow(false, 29, "Done", "gpu-reset of GPU 3: so it is.")]
    [DataRow(false, 30, "Failed", "a person: gpu-reset of GPU 3: the agent said 30 minutes ago that it is done, and it is not proven: it still waits for a GPU" + ByHand)]
    [DataRow(true, 0, "Failed", "a person: gpu-reset of GPU 3: the agent says that it is done, and yet: a GPU" + ByHand)]
    public void Of_OneThatIsDoneAndNotProven_WaitsForTheProofAWhile(bool isFinal, int minutes, string progress, string sentence)
    {
        var done = Command(CommandState.Done);

        Assert.AreEqual(Reading(progress, sentence), CommandReading.Of(done, new WorkProof("a GPU", isFinal), done.DoneAt!.Value.AddMinutes(minutes)));
    }

    [TestMethod]
    public void Of_AnAnswerWithoutEnd_IsCut()
    {
        var command = Command(CommandState.Failed);
        command.Answer = new string('x', 8_000);

        Assert.IsLessThan(700, CommandReading.Of(command, null, Begun).Sentence.Length);
    }

    /// <summary>What went wrong, without what a person may do, is what the ladder tells.</summary>
    private static WorkReading Reading(string progress, string sentence) => new(Enum.Parse<WorkProgress>(progress), sentence)
    {
        Fault = progress == nameof(WorkProgress.Failed) ? sentence["a person: ".Length..^ByHand.Length] : null,
    };

    private static AgentCommand Command(CommandState state) => new()
    {
        Id = Guid.NewGuid(),
        HostId = Guid.NewGuid(),
        Body = [],
        Name = "gpu-reset",
        Text = "gpu-reset of GPU 3",
        CreatedAt = Begun,
        ExpiresAt = Begun.AddMinutes(10),
        AnswerBy = Begun.AddMinutes(20),
        State = state,
        SentAt = state == CommandState.Pending ? null : Begun.AddSeconds(2),
        DoneAt = state is CommandState.Pending or CommandState.Sent ? null : Begun.AddSeconds(4),
        Answer = state is CommandState.Pending or CommandState.Sent ? null : "so it is.",
    };
}
