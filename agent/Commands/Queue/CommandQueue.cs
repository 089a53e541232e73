using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SovereignFleet.Agent.Commands.History;
using SovereignFleet.Agent.Commands.Limits;
using SovereignFleet.Agent.Uplink;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Commands.Queue;

/// <summary>Carries out the server's commands: those of a lane one after the other, so that a question need not wait behind a diagnostic of
/// many minutes. Every answer goes into the spool.</summary>
internal sealed partial class CommandQueue(
    CommandRunner runner, CommandResults results, CommandLog log, CommandOptions options, TimeProvider time, ILogger<CommandQueue> logger)
    : BackgroundService, ICommandQueue
{
    private const int LongestQueue = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    // The server sends an unanswered command again and again: what waits or runs here needs no second place in the queue.
    private readonly ConcurrentDictionary<string, byte> underWay = new();
    private readonly Channel<Command> quick = Channel.CreateBounded<Command>(LongestQueue);
    private readonly Channel<Command> slow = Channel.CreateBounded<Command>(LongestQueue);

    public IReadOnlyCollection<string> Obeys => runner.Obeys;

    /// <summary>What does not fit is dropped: it comes again.</summary>
    public void Take(Command command)
    {
        var queue = runner.LaneOf(command) is CommandLane.Slow ? slow : quick;
        if (underWay.TryAdd(command.Id, 0) && !queue.Writer.TryWrite(command))
        {
            underWay.TryRemove(command.Id, out _);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var unfinished = log.Unfinished;
        ClearWork();
        await Task.WhenAll(WorkAsync(quick.Reader, stoppingToken), FinishAndWorkAsync(unfinished, stoppingToken));
    }

    /// <summary>What an earlier run left half done is finished before anything else is changed.</summary>
    private async Task FinishAndWorkAsync(IReadOnlyList<CommandNote> unfinished, CancellationToken stoppingToken)
    {
        var left = await Task.WhenAll(unfinished.Select(begun => FinishAsync(begun, stoppingToken)));
        await Task.WhenAll(
            Task.WhenAll(left.OfType<CommandNote>().Select(begun => SettleAsync(begun, stoppingToken))),
            WorkAsync(slow.Reader, stoppingToken));
    }

    /// <summary>Null: it is finished and answered.</summary>
    private async Task<CommandNote?> FinishAsync(CommandNote begun, CancellationToken stoppingToken)
    {
        if (await runner.FinishAsync(begun, stoppingToken) is not { } outcome)
        {
            return begun;
        }

        await AnswerAsync(begun.Id, begun.Name, outcome, stoppingToken);
        return null;
    }

    /// <summary>Files of an agent that ended before it had handed them over: their command is answered without them.</summary>
    private void ClearWork()
    {
        try
        {
            if (Directory.Exists(options.WorkFolder))
            {
                Directory.Delete(options.WorkFolder, recursive: true);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Log.WorkFolderNotCleared(logger, options.WorkFolder, fault.Message);
        }
    }

    private async Task WorkAsync(ChannelReader<Command> queue, CancellationToken stoppingToken)
    {
        await foreach (var command in queue.ReadAllAsync(stoppingToken))
        {
            try
            {
                if (await runner.RunAsync(command, stoppingToken) is { } outcome)
                {
                    await AnswerAsync(command.Id, CommandVerdict.NameOf(command) ?? "unknown", outcome, stoppingToken);
                }
            }
            catch (IOException fault)
            {
                // Unanswered, so it comes again: better late than done without a note of it.
                Log.CommandNotNoted(logger, command.Id, fault);
            }
            finally
            {
                underWay.TryRemove(command.Id, out _);
            }
        }
    }

    /// <summary>Answers for an agent that ended during a command: a reboot is proven by the run after it.</summary>
    private async Task SettleAsync(CommandNote begun, CancellationToken stoppingToken)
    {
        CommandOutcome? outcome;
        while ((outcome = RestartVerdict.Judge(begun, options.Boot, time.GetUtcNow(), options.BootTimeOut)) is null)
        {
            await Task.Delay(Interval, time, stoppingToken);
        }

        await AnswerAsync(begun.Id, begun.Name, outcome, stoppingToken);
    }

    private async Task AnswerAsync(string id, string name, CommandOutcome outcome, CancellationToken stoppingToken)
    {
        await results.SendAsync(id, outcome, stoppingToken);
        log.End(id);
        Log.CommandFinished(logger, name, id, outcome.Outcome, outcome.Text);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1502, Level = LogLevel.Information, Message = "Command {Name} ({Id}): {Outcome}: {Text}")]
        public static partial void CommandFinished(ILogger logger, string name, string id, CommandResult.Types.Outcome outcome, string text);

        [LoggerMessage(EventId = 1503, Level = LogLevel.Warning, Message = "{Folder} cannot be cleared: {Reason}")]
        public static partial void WorkFolderNotCleared(ILogger logger, string folder, string reason);

        [LoggerMessage(EventId = 1504, Level = LogLevel.Error, Message = "Command {Id} cannot be noted on disk and was put off")]
        public static partial void CommandNotNoted(ILogger logger, string id, Exception fault);
    }
}
