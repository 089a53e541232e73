using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Fleet.Liveness;
using SovereignFleet.Server.Health.Conditions;

namespace SovereignFleet.Server.Service.Machine;

/// <summary>What must be true before a repaired Host goes back. Pure.</summary>
internal static class RepairProof
{
    /// <summary>How long a repaired Host is watched: past the time at which Health says again that a fault lasts, so that one
    /// that nobody mended has shown itself.</summary>
    public static readonly TimeSpan Watch = ConditionStore.Touch + TimeSpan.FromSeconds(5);

    /// <summary>How long the proof may be missing before a person is to look.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <summary>How old a reading may be that proves something.</summary>
    private static readonly TimeSpan ReadingStands = TimeSpan.FromSeconds(5);

    /// <summary>What is missing, one sentence each; none: proven.</summary>
    /// <param name="startedByTarget">The target starts the inference servers itself, and only where it may: none answers before the return.</param>
    public static IReadOnlyList<string> Missing(Drain drain, HostHeartbeat? heartbeat, IEnumerable<Condition> firing, bool startedByTarget, DateTimeOffset now)
    {
        if (heartbeat is null || now - heartbeat.HeardAt > ReadingStands || heartbeat.HeardAt <= drain.StateSince)
        {
            return ["the agent is to be heard after the repair"];
        }

        var frame = heartbeat.Frame is null ? new Frame() : Frame.Parser.ParseFrom(heartbeat.Frame);
        return
        [
            .. now - drain.StateSince < Watch ? [$"the host is watched for {Watch.TotalSeconds:0} s"] : Array.Empty<string>(),
            .. frame.Gpus.Where(gpu => gpu.State != GpuReading.Types.State.Present)
                .Select(gpu => $"GPU {gpu.Index} ({gpu.Uuid}) is {gpu.State}: {gpu.Error}"),
            .. frame.Gpus.Count < drain.ExpectedGpus ? [$"{drain.ExpectedGpus} GPUs are expected, {frame.Gpus.Count} are seen"] : Array.Empty<string>(),
            .. frame.Inference.Where(server => !server.HasInFlight && !startedByTarget).Select(server => $"inference server {server.Name} does not answer: {server.Error}"),
            .. firing.Where(condition => condition.Severity == Severity.Critical && condition.LastFoundAt > drain.StateSince)
                .Select(condition => $"found since the repair: {condition.Sentence}"),
        ];
    }
}
