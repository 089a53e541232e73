using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SovereignFleet.Agent.Spool;
using SovereignFleet.Agent.Uplink;
using SovereignFleet.Proto.Link;
using Outcome = SovereignFleet.Proto.Link.CommandResult.Types.Outcome;

namespace SovereignFleet.Agent.Repair;

/// <summary>Obeys the server's commands one after the other, if this Host allows them, each once. Every answer goes into the spool.</summary>
internal sealed partial class CommandDesk(
    IEnumerable<IRepairAction> actions, CommandOptions options, CommandLog log, SpoolWriter spool, TimeProvider time,
    ILogger<CommandDesk> logger) : BackgroundService, ICommandDesk
{
    private const int LongestQueue = 100;

    /// <summary>A BMC answers in seconds; one that does not within a minute will not.</summary>
    private static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, IRepairAction> actions = actions.ToDictionary(action => action.Name);

    // What does not fit is dropped: the server sends every unanswered command again with the next connection.
    private readonly Channel<Command> queue =
        Channel.CreateBounded<Command>(new BoundedChannelOptions(LongestQueue) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Take(Command command) => queue.Writer.TryWrite(command);

    /// <summary>Null where the command was obeyed before: its result is in the spool, or with the server.</summary>
    public async Task<CommandResult?> ObeyAsync(Command command, CancellationToken cancellationToken)
    {
        switch (log.State(command.Id))
        {
            case true:
                return null;
            case false:
                return Result(command, Outcome.Failed, "the agent was restarted while it obeyed: look whether it took effect before you send it again");
            default:
                break;
        }

        if (CommandVerdict.WhyRefused(command, options.Allow, actions.Keys, time.GetUtcNow()) is { } refusal)
        {
            return Result(command, Outcome.Refused, refusal);
        }

        log.Begin(command.Id);
        return await RunAsync(actions[CommandVerdict.NameOf(command)!], command, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var command in queue.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                if (await ObeyAsync(command, stoppingToken) is { } result)
                {
                    await spool.WriteAsync(result, stoppingToken);
                    log.End(command.Id);
                    Log.Obeyed(logger, command.ActionCase, command.Id, result.Outcome, result.Text);
                }
            }
            catch (IOException fault)
            {
                // Unanswered, so it comes again: better late than done without a note of it.
                Log.NotNoted(logger, command.Id, fault);
            }
        }
    }

    private async Task<CommandResult> RunAsync(IRepairAction action, Command command, CancellationToken cancellationToken)
    {
        using var timeOut = new CancellationTokenSource(TimeOut, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeOut.Token);
        try
        {
            var outcome = await action.RunAsync(command, ended.Token);
            var result = Result(command, outcome.Done ? Outcome.Done : Outcome.Failed, outcome.Text);
            foreach (var (key, value) in outcome.Proof)
            {
                result.Proof[key] = value;
            }

            return result;
        }
        catch (OperationCanceledException) when (timeOut.IsCancellationRequested)
        {
            return Result(command, Outcome.Failed, $"no answer within {TimeOut.TotalSeconds:F0} s");
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            return Result(command, Outcome.Failed, fault.Message);
        }
    }

    private CommandResult Result(Command command, Outcome outcome, string text) => new()
    {
        CommandId = command.Id,
        Outcome = outcome,
        Text = text,
        At = Timestamp.FromDateTimeOffset(time.GetUtcNow()),
    };

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Command {Name} ({Id}): {Outcome}: {Text}")]
        public static partial void Obeyed(ILogger logger, Command.ActionOneofCase name, string id, Outcome outcome, string text);

        [LoggerMessage(Level = LogLevel.Error, Message = "Command {Id} cannot be noted on disk and was put off")]
        public static partial void NotNoted(ILogger logger, string id, Exception fault);
    }
}
