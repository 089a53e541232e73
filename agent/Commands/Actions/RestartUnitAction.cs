using SovereignFleet.Agent.Commands.Limits;
using SovereignFleet.Agent.Runtime.Programs;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Commands.Actions;

/// <summary>Restarts a systemd unit of the agent's own list: the inference server. Proof is another run of it.</summary>
internal sealed class RestartUnitAction(ProgramRunner runner, CommandOptions options, TimeProvider time) : ICommandAction
{
    private static readonly TimeSpan Question = TimeSpan.FromSeconds(20);

    /// <summary>An inference server that reads a large model calls itself started late, where it does so at all.</summary>
    private static readonly TimeSpan Restart = TimeSpan.FromMinutes(10);

    public string Name => CommandName.Of(Command.ActionOneofCase.RestartUnit);

    public CommandLane Lane => CommandLane.Slow;

    public int? MostPerDay => 10;

    public string CountedFor(Command command) => command.RestartUnit.Unit;

    public TimeSpan TimeOut(Command command) => Restart + (3 * Question);

    public async Task<CommandOutcome> RunAsync(Command command, CancellationToken cancellationToken)
    {
        var unit = command.RestartUnit.Unit;
        if (!options.Units.Contains(unit))
        {
            return CommandOutcome.Refused($"{unit} is not on this Host's list Commands:Units", new Dictionary<string, string>());
        }

        var before = await ShowAsync(unit, cancellationToken);
        if (before.LoadState != "loaded")
        {
            return CommandOutcome.Failed($"systemd knows no unit {unit} (LoadState {(before.LoadState.Length == 0 ? "unknown" : before.LoadState)})");
        }

        var restarted = await runner.RunAsync(
            options.Programs.Systemctl, ["--no-ask-password", "restart", unit], Restart, time, cancellationToken);
        var after = await ShowAsync(unit, cancellationToken);
        var proof = new Dictionary<string, string>
        {
            ["state_before"] = before.ActiveState,
            ["state_after"] = after.ActiveState,
            ["invocation_before"] = before.InvocationId,
            ["invocation_after"] = after.InvocationId,
            ["active_since"] = after.ActiveSince,
        };
        if (ProgramAnswers.WhyFailed(options.Programs.Systemctl, restarted) is { } fault)
        {
            return CommandOutcome.Failed($"{unit} was not restarted: {fault}", proof);
        }

        return UnitState.WhyNotRestarted(before, after) is { } wrong
            ? CommandOutcome.Failed($"systemd restarted {unit}, but {wrong}", proof)
            : CommandOutcome.Done($"{unit} was restarted and is active since {after.ActiveSince}", proof);
    }

    private async Task<UnitState> ShowAsync(string unit, CancellationToken cancellationToken) => UnitState.Parse(
        (await runner.RunAsync(options.Programs.Systemctl, ["show", UnitState.Properties, unit], Question, time, cancellationToken)).Output);
}
