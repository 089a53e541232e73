using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Link.Events;

namespace SovereignFleet.Server.Health.Window;

/// <summary>What is known of one GPU now.</summary>
internal sealed class GpuTrack(string uuid)
{
    public string Uuid => uuid;

    /// <summary>Null: not in the last Inventory.</summary>
    public GpuInfo? Info { get; set; }

    /// <summary>The last Frame's reading; null: not in the last Frame.</summary>
    public GpuReading? Reading { get; private set; }

    public GpuReading.Types.State State { get; private set; }

    /// <summary>Since when the Frames lack this GPU though others can be read.</summary>
    public DateTimeOffset? MissingSince { get; private set; }

    public CounterTrack EccUncorrected { get; } = new();

    /// <summary>NVML's recovery action, read or told by an Event; null: unknown.</summary>
    public int? RecoveryAction { get; private set; }

    /// <summary>How a person calls it.</summary>
    public string Label => (Reading?.Index ?? Info?.Index) is { } index ? $"GPU {index}" : $"GPU {uuid}";

    public void Observe(GpuReading reading, DateTimeOffset at)
    {
        Reading = reading;
        State = reading.State;
        MissingSince = null;
        EccUncorrected.Observe(reading.HasEccVolatileUncorrected ? reading.EccVolatileUncorrected : null, at);
        if (reading.HasRecoveryAction)
        {
            RecoveryAction = (int)reading.RecoveryAction;
        }
    }

    public void ObserveMissing(DateTimeOffset at)
    {
        Reading = null;
        MissingSince ??= at;
    }

    public void Observe(StoredEvent seen)
    {
        switch (seen.Kind)
        {
            case EventKinds.RecoveryAction:
                RecoveryAction = seen.Code;
                break;
            case EventKinds.FallenOffBus:
                State = GpuReading.Types.State.Lost;
                break;
            case EventKinds.GpuReset or EventKinds.Reboot:
                // What asked for it has been obeyed. A GPU that still asks says so in its next reading.
                RecoveryAction = 0;
                break;
            default:
                break;
        }
    }
}
