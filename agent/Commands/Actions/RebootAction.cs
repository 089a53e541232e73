using SovereignFleet.Agent.Commands.Limits;
using SovereignFleet.Agent.Runtime.Programs;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Commands.Actions;

/// <summary>Boots the Host anew. That it was begun is noted before; the next run of the agent proves it by another boot id.</summary>
internal sealed class RebootAction(ProgramRunner runner, CommandOptions options, TimeProvider time) : ICommandAction
{
    private static readonly TimeSpan Order = TimeSpan.FromSeconds(60);

    public string Name => CommandName.Of(Command.ActionOneofCase.Reboot);

    public CommandLane Lane => CommandLane.Slow;

    public int? MostPerDay => 2;

    public TimeSpan TimeOut(Command command) => Order + options.BootTimeOut + TimeSpan.FromMinutes(1);

    public async Task<CommandOutcome> RunAsync(Command command, CancellationToken cancellationToken)
    {
        var ordered = await runner.RunAsync(options.Programs.Systemctl, ["--no-ask-password", "reboot"], Order, time, cancellationToken);
        if (ProgramAnswers.WhyFailed(options.Programs.Systemctl, ordered) is { } fault)
        {
            return CommandOutcome.Failed($"the Host was not told to reboot: {fault}");
        }

        // The end of this process is what is waited for; it leaves the command begun and not done.
        await Task.Delay(options.BootTimeOut, time, cancellationToken);
        return CommandOutcome.Failed(
            $"systemd took the order, and {options.BootTimeOut.TotalMinutes:F0} minutes later the Host still lives the same boot",
            new Dictionary<string, string> { ["boot_id_before"] = options.Boot.BootId, ["boot_id_after"] = options.Boot.BootId });
    }
}
