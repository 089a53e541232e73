using SovereignFleet.Agent.Commands.History;
using SovereignFleet.Agent.Commands.Limits;
using SovereignFleet.Agent.Sensing;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Commands.Queue;

/// <summary>Carries out one command, if this Host allows it, and once.</summary>
internal sealed class CommandRunner(IEnumerable<ICommandAction> actions, CommandOptions options, CommandLog log, TimeProvider time)
{
    /// <summary>So long an earlier run's command may take to be finished; the others of its lane wait for it.</summary>
    private static readonly TimeSpan Finishing = TimeSpan.FromMinutes(5);

    private readonly NameTable<ICommandAction> actions = new("command action", actions, action => action.Name);

    /// <summary>The names of the commands that this Host allows and is able to.</summary>
    public IReadOnlyCollection<string> Obeys => [.. actions.Names.Where(options.Allow.Contains)];

    /// <summary>What is not known is refused quickly.</summary>
    public CommandLane LaneOf(Command command) => ActionOf(command)?.Lane ?? CommandLane.Quick;

    /// <summary>Null where the command was begun before, by this run of the agent or an earlier one: its result is in the spool, with the
    /// server, or on its way.</summary>
    public async Task<CommandOutcome?> RunAsync(Command command, CancellationToken cancellationToken)
    {
        if (log.Find(command.Id) is not null)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var action = ActionOf(command);
        var count = action is null ? null : CountOf(action, command, now);
        if ((CommandForm.WhyMalformed(command, action?.Gpus(command) ?? [], now) ?? CommandVerdict.WhyRefused(command, options, count, now)) is { } refusal)
        {
            return CommandOutcome.Refused(refusal, new Dictionary<string, string>());
        }

        log.Begin(new CommandNote(command.Id, now, action!.Name, count!.Counter, CommandNote.Word(options.Boot.BootId)));
        return await WithinAsync(action.TimeOut(command), async limited => await action.RunAsync(command, limited), cancellationToken);
    }

    /// <summary>Finishes a command of an earlier run of this agent. Null where its action leaves nothing unfinished.</summary>
    public Task<CommandOutcome?> FinishAsync(CommandNote begun, CancellationToken cancellationToken) => actions.Find(begun.Name) is { } action
        ? WithinAsync(Finishing, limited => action.FinishAsync(begun, limited), cancellationToken)
        : Task.FromResult<CommandOutcome?>(null);

    private ICommandAction? ActionOf(Command command) => CommandVerdict.NameOf(command) is { } name ? actions.Find(name) : null;

    private DayCount CountOf(ICommandAction action, Command command, DateTimeOffset now)
    {
        var counter = DayCount.CounterOf(action.Name, action.CountedFor(command));
        return new DayCount(counter, log.CountOfDay(counter, now), options.MostOf(action.Name, action.MostPerDay));
    }

    private async Task<CommandOutcome?> WithinAsync(TimeSpan limit, Func<CancellationToken, Task<CommandOutcome?>> act, CancellationToken cancellationToken)
    {
        using var timeOut = new CancellationTokenSource(limit, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeOut.Token);
        try
        {
            return await act(ended.Token);
        }
        catch (OperationCanceledException) when (timeOut.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return CommandOutcome.Failed($"it did not end within {limit.TotalSeconds:F0} s");
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            return CommandOutcome.Failed(fault.Message);
        }
    }
}
