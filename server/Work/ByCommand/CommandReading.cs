using System.Globalization;
using SovereignFleet.Server.Commands;
using SovereignFleet.Server.Service.Plan;

namespace SovereignFleet.Server.Work.ByCommand;

/// <summary>How far a work is, by its command. Pure. It waits for no command and no proof for ever.</summary>
internal static class CommandReading
{
    /// <summary>How long after the agent's answer the proof may come: a server of eight GPUs boots for ten minutes and more, and a large
    /// model is read as long.</summary>
    public static readonly TimeSpan ProofWithin = TimeSpan.FromMinutes(30);

    private const string ByHand = "Do it by hand and say that it is done, or cancel the drain";
    private const int LongestAnswer = 500;

    /// <summary>Of a step whose command is not there.</summary>
    public static readonly WorkReading Lost = new(WorkProgress.Failed, $"a person: the command is not on record any more. {ByHand}");

    /// <param name="proof">Asked of one that is done; null otherwise.</param>
    public static WorkReading Of(AgentCommand command, WorkProof? proof, DateTimeOffset now) => command.State switch
    {
        CommandState.Pending when now < command.ExpiresAt => UnderWay(
            $"the host's agent to be told: {command.Text}. It is not told any more after {Stamp(command.ExpiresAt)}"),
        CommandState.Sent when now < (command.AnswerBy ?? command.ExpiresAt) => UnderWay(
            $"the host's agent to answer: {command.Text}, told at {Stamp(command.SentAt ?? command.CreatedAt)}, to be answered by {Stamp(command.AnswerBy ?? command.ExpiresAt)}"),
        CommandState.Pending => Failed(command, "the agent could not be told in time"),
        CommandState.Sent => Failed(command, "the agent has not answered in time"),
        CommandState.Done => Done(command, proof ?? throw new ArgumentNullException(nameof(proof), "A command that is done needs a look at its proof."), now),
        CommandState.Refused => Failed(command, $"it was refused: {Answer(command)}"),
        CommandState.Failed => Failed(command, $"it failed: {Answer(command)}"),
        CommandState.Expired => Failed(command, $"it is over without an answer: {Answer(command)}"),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command.State, "Unknown state."),
    };

    private static WorkReading Done(AgentCommand command, WorkProof proof, DateTimeOffset now) => proof switch
    {
        { Missing: { } missing, IsFinal: true } => Failed(command, $"the agent says that it is done, and yet: {missing}"),
        { Missing: { } missing } when now - command.DoneAt >= ProofWithin => Failed(
            command, $"the agent said {ProofWithin.TotalMinutes:0} minutes ago that it is done, and it is not proven: it still waits for {missing}"),
        _ => new WorkReading(WorkProgress.Done, $"{command.Text}: {Answer(command)}"),
    };

    private static WorkReading UnderWay(string sentence) => new(WorkProgress.UnderWay, sentence);

    private static WorkReading Failed(AgentCommand command, string why)
    {
        var fault = $"{command.Text}: {why.TrimEnd('.')}";
        return new(WorkProgress.Failed, $"a person: {fault}. {ByHand}") { Fault = fault };
    }

    private static string Answer(AgentCommand command) => command.Answer switch
    {
        null or "" => "without a word",
        { Length: > LongestAnswer } answer => answer[..LongestAnswer] + "...",
        var answer => answer,
    };

    private static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
