using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu;

/// <summary>Notices that a GPU was reset by what only a reset ends: it was lost and answers again, or what it asked a reset for is
/// no longer asked. NVML has no event of its own for it. Each reading is compared with the one before of the same GPU.</summary>
internal sealed class GpuResets
{
    private const long ResetWanted = 1; // nvmlDeviceGpuRecoveryAction: GPU reset; drain, then reset
    private const long DrainAndResetWanted = 4;

    private readonly Dictionary<string, Before> known = [];

    public Event? Notice(GpuReading reading, DateTimeOffset at)
    {
        if (reading.Uuid.Length == 0 || reading.State == GpuReading.Types.State.Unreadable)
        {
            return null;
        }

        var found = known.TryGetValue(reading.Uuid, out var before);
        if (reading.State == GpuReading.Types.State.Lost)
        {
            known[reading.Uuid] = before with { Lost = true };
            return null;
        }

        var now = Of(reading);
        known[reading.Uuid] = now.Or(before);
        return found && Evidence(before, now) is { } evidence ? Make(reading, evidence, at) : null;
    }

    private static Before Of(GpuReading reading) => new(
        false,
        reading.HasRecoveryAction ? reading.RecoveryAction : null,
        reading.HasRowRemapPending ? reading.RowRemapPending : null,
        reading.HasChannelRepairPending ? reading.ChannelRepairPending : null,
        reading.HasTpcRepairPending ? reading.TpcRepairPending : null);

    private static string? Evidence(Before before, Before now) => before switch
    {
        { Lost: true } => "it was lost and answers again",
        { Action: ResetWanted or DrainAndResetWanted } when now.Action == 0 => "its recovery action asked for a reset, and asks for nothing now",
        { RemapPending: 1 } when now.RemapPending == 0 => "the row remapping that was pending took effect",
        { ChannelPending: 1 } when now.ChannelPending == 0 => "the channel repair that was pending took effect",
        { TpcPending: 1 } when now.TpcPending == 0 => "the TPC repair that was pending took effect",
        _ => null,
    };

    private static Event Make(GpuReading reading, string evidence, DateTimeOffset at)
    {
        var reset = new Event
        {
            At = at.ToTimestamp(),
            Kind = EventKinds.GpuReset,
            GpuUuid = reading.Uuid,
            Count = 1,
            Source = "agent",
            Text = $"The GPU was reset, or its driver loaded anew: {evidence}",
        };
        reset.Detail["evidence"] = evidence;
        return reset;
    }

    private readonly record struct Before(bool Lost, long? Action, long? RemapPending, long? ChannelPending, long? TpcPending)
    {
        /// <summary>What this reading does not tell is as it was told last.</summary>
        public Before Or(Before earlier) => new(
            Lost, Action ?? earlier.Action, RemapPending ?? earlier.RemapPending, ChannelPending ?? earlier.ChannelPending, TpcPending ?? earlier.TpcPending);
    }
}
