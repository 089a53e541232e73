using Microsoft.Extensions.Logging;
using SovereignFleet.Agent.Bmc;
using SovereignFleet.Agent.Bmc.Chassis;
using SovereignFleet.Agent.Commands.History;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Commands.Actions;

/// <summary>Power off and on by the BMC, without asking the system. Of this Host it ends this process, and the next boot is the proof;
/// of a Host that this agent is the gateway of, the BMC is asked, and a cycle that this process does not live to end is finished by
/// the next.</summary>
internal sealed partial class PowerCycleAction(BmcCommands bmc, CommandLog log, TimeProvider time, ILogger<PowerCycleAction> logger) : ICommandAction
{
    /// <summary>As long as the server waits for the answer. A Host that is off for longer may have somebody's hands in it.</summary>
    public static readonly TimeSpan FinishedWithin = TimeSpan.FromMinutes(30);

    public string Name => CommandName.Of(Command.ActionOneofCase.PowerCycle);

    public CommandLane Lane => CommandLane.Slow;

    public int? MostPerDay => 2;

    public TimeSpan TimeOut(Command command) => TimeSpan.FromMinutes(5);

    public async Task<CommandOutcome> RunAsync(Command command, CancellationToken cancellationToken)
    {
        var answer = await bmc.PowerCycleAsync(command.BmcOf, step => Note(command.Id, step), cancellationToken);
        return answer.IsOk ? CommandOutcome.Done(answer.Text, answer.Proof) : BmcTimeOut.NotDone(answer);
    }

    public async Task<CommandOutcome?> FinishAsync(CommandNote begun, CancellationToken cancellationToken)
    {
        // This Host's own: its next boot is the proof.
        if (begun.Of.Length == 0)
        {
            return null;
        }

        var age = time.GetUtcNow() - begun.At;
        if (begun.Steps.ContainsKey(PowerSteps.OffAsked) && age <= FinishedWithin && age >= -FinishedWithin)
        {
            DateTimeOffset? offSeenAt = begun.Steps.TryGetValue(PowerSteps.OffSeen, out var seen) ? seen : null;
            var answer = await bmc.FinishPowerCycleAsync(begun.Of, offSeenAt, cancellationToken);
            return answer.IsOk ? CommandOutcome.Done(answer.Text, answer.Proof) : CommandOutcome.Failed(answer.Text, answer.Proof);
        }

        return await TellAsync(begun, age, cancellationToken);
    }

    /// <summary>Nothing is switched any more: a person is told how it stands.</summary>
    private async Task<CommandOutcome> TellAsync(CommandNote begun, TimeSpan age, CancellationToken cancellationToken)
    {
        var power = await bmc.ReadPowerAsync(begun.Of, cancellationToken);
        var stands = power.IsOk ? $"the power is {power.Text}" : $"the power cannot be read: {power.Text}";
        var proof = power.IsOk ? new Dictionary<string, string> { ["power_found"] = power.Text } : [];
        return CommandOutcome.Failed(
            begun.Steps.ContainsKey(PowerSteps.OffAsked)
                ? $"the agent was away for {age.TotalMinutes:F0} minutes in the midst of it and switches nothing after so long; {stands}"
                : $"the agent was restarted before it had asked for \"power off\"; {stands}",
            proof);
    }

    private void Note(string id, string step)
    {
        try
        {
            log.Mark(id, step, time.GetUtcNow());
        }
        catch (IOException fault) when (step != PowerSteps.OffAsked)
        {
            // The power is off: that it is switched on again must not hang on a full disk.
            Log.PowerStepNotNoted(logger, step, id, fault.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1501, Level = LogLevel.Warning, Message = "{Step} of command {Id} cannot be noted on disk: {Reason}")]
        public static partial void PowerStepNotNoted(ILogger logger, string step, string id, string reason);
    }
}
