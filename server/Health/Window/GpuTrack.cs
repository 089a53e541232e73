using SovereignFleet.Proto.Link;
using SovereignFleet.Server.Link.Events;

namespace SovereignFleet.Server.Health.Window;

/// <summary>What is known of one GPU now.</summary>
internal sealed class GpuTrack(string uuid)
{
    private GpuReading.Types.State lastRead;

    public string Uuid => uuid;

    /// <summary>Null: not in the last Inventory.</summary>
    public GpuInfo? Info { get; set; }

    /// <summary>The last Frame's reading; null: not in the last Frame.</summary>
    public GpuReading? Reading { get; private set; }

    public GpuReading.Types.State State { get; private set; }

    /// <summary>Since when the Frames lack this GPU though others can be read.</summary>
    public DateTimeOffset? MissingSince { get; private set; }

    /// <summary>When a Frame said that the GPU is lost, and the one before did not.</summary>
    public DateTimeOffset? LostAt { get; private set; }

    public CounterTrack EccUncorrected { get; } = new();

    /// <summary>Packets that NVLinks sent again, and links that had to recover.</summary>
    public CounterTrack LinkRetries { get; } = new();

    /// <summary>NVLink packets whose checksum was wrong.</summary>
    public CounterTrack LinkCrc { get; } = new();

    /// <summary>The most NVLinks that were up since this Host is watched; null: never read.</summary>
    public long? MostLinksUp { get; private set; }

    /// <summary>NVML's recovery action, read or told by an Event; null: unknown.</summary>
    public int? RecoveryAction { get; private set; }

    /// <summary>How a person calls it.</summary>
    public string Label => (Reading?.Index ?? Info?.Index) is { } index ? $"GPU {index}" : $"GPU {uuid}";

    public void Observe(GpuReading reading, DateTimeOffset at)
    {
        if (reading.State == GpuReading.Types.State.Lost && lastRead != GpuReading.Types.State.Lost)
        {
            LostAt = at;
        }

        lastRead = reading.State;

        Reading = reading;
        State = reading.State;
        MissingSince = null;
        EccUncorrected.Observe(reading.HasEccVolatileUncorrected ? reading.EccVolatileUncorrected : null, at);
        ObserveLinks(reading, at);
        if (reading.HasRecoveryAction)
        {
            RecoveryAction = (int)reading.RecoveryAction;
        }
    }

    /// <summary>The last Frame is without it.</summary>
    /// <param name="missedAt">Others could be read then; null: none could.</param>
    public void ObserveAbsent(DateTimeOffset? missedAt)
    {
        Reading = null;
        MissingSince ??= missedAt;
    }

    private void ObserveLinks(GpuReading reading, DateTimeOffset at)
    {
        LinkCrc.Observe(reading.HasNvlinkCrcErrors ? reading.NvlinkCrcErrors : null, at);
        LinkRetries.Observe(LinkErrors.Retries(reading), at);
        if (reading.HasNvlinkLinksUp)
        {
            MostLinksUp = Math.Max(MostLinksUp ?? 0, reading.NvlinkLinksUp);
        }
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
