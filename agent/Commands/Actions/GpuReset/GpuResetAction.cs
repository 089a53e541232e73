using System.Text.RegularExpressions;
using SovereignFleet.Agent.Commands.Limits;
using SovereignFleet.Agent.Runtime.Programs;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Commands.Actions.GpuReset;

/// <summary>Resets one GPU by nvidia-smi, which refuses while anybody holds the GPU open: the agent closes the driver for as long.</summary>
internal sealed partial class GpuResetAction(ProgramRunner runner, GpuProbe probe, CommandOptions options, TimeProvider time) : ICommandAction
{
    private static readonly TimeSpan Question = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Reset = TimeSpan.FromMinutes(3);

    public string Name => CommandName.Of(Command.ActionOneofCase.GpuReset);

    public CommandLane Lane => CommandLane.Slow;

    /// <summary>A fault that three resets did not end is not ended by a fourth.</summary>
    public int? MostPerDay => 3;

    public string CountedFor(Command command) => command.GpuReset.GpuUuid;

    public IEnumerable<string> Gpus(Command command) => [command.GpuReset.GpuUuid];

    public TimeSpan TimeOut(Command command) => Question + Reset + GpuProbe.ReturnTimeOut + Question;

    public async Task<CommandOutcome> RunAsync(Command command, CancellationToken cancellationToken)
    {
        var uuid = command.GpuReset.GpuUuid;
        if (!GpuUuid().IsMatch(uuid))
        {
            return CommandOutcome.Refused($"{uuid} is no GPU UUID", new Dictionary<string, string>());
        }

        var proof = new Dictionary<string, string> { ["gpu"] = uuid };
        if (await WhyBusyAsync(uuid, proof, cancellationToken) is { } busy && !command.GpuReset.EvenIfBusy)
        {
            return CommandOutcome.Refused(busy, proof);
        }

        proof["recovery_action_before"] = await probe.RecoveryActionAsync(uuid, cancellationToken);
        return await ResetAsync(uuid, proof, cancellationToken);
    }

    private async Task<CommandOutcome> ResetAsync(string uuid, Dictionary<string, string> proof, CancellationToken cancellationToken)
    {
        if (!await probe.ReleaseAsync(cancellationToken))
        {
            return CommandOutcome.Failed("a call of the agent hangs in the driver, which holds the GPU open: reboot the Host", proof);
        }

        ProgramResult reset;
        try
        {
            reset = await runner.RunAsync(options.Programs.NvidiaSmi, ["--gpu-reset", "-i", uuid], Reset, time, cancellationToken);
        }
        finally
        {
            probe.Reacquire();
        }

        proof["driver"] = ProgramAnswers.Words(reset);
        var readable = await probe.ReturnsAsync(uuid, cancellationToken);
        proof["readable_after"] = readable ? "yes" : "no";
        proof["recovery_action_after"] = await probe.RecoveryActionAsync(uuid, cancellationToken);
        if (ProgramAnswers.WhyFailed(options.Programs.NvidiaSmi, reset) is { } fault)
        {
            return CommandOutcome.Failed($"the GPU was not reset: {fault}", proof);
        }

        return readable
            ? CommandOutcome.Done("the GPU was reset and answers", proof)
            : CommandOutcome.Failed($"nvidia-smi reset the GPU, but it has not answered for {GpuProbe.ReturnTimeOut.TotalSeconds:F0} s since", proof);
    }

    /// <summary>Null: nobody computes on it.</summary>
    private async Task<string?> WhyBusyAsync(string uuid, Dictionary<string, string> proof, CancellationToken cancellationToken)
    {
        var listed = await runner.RunAsync(
            options.Programs.NvidiaSmi, ["--query-compute-apps=pid,process_name", "--format=csv,noheader", "-i", uuid], Question, time, cancellationToken);
        if (ProgramAnswers.WhyFailed(options.Programs.NvidiaSmi, listed) is { } fault)
        {
            // A GPU that fell off the bus lists nothing, and is reset all the same where a person takes the risk.
            proof["processes"] = "unknown: " + fault;
            return $"which processes run on the GPU cannot be told ({fault}); order it even if busy to reset it all the same";
        }

        // 4711, /usr/bin/python3
        var processes = listed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        proof["processes"] = processes.Length == 0 ? "none" : string.Join("; ", processes);
        return processes.Length == 0
            ? null
            : $"{processes.Length} processes run on the GPU ({string.Join("; ", processes.Take(5))}); drain the Host first, or order it even if busy";
    }

    [GeneratedRegex(@"^GPU-[0-9a-f-]{8,60}\z")]
    private static partial Regex GpuUuid();
}
