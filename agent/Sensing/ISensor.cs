namespace SovereignFleet.Agent.Sensing;

/// <summary>Reads one kind of raw fact into each Frame. It decides nothing and holds no threshold.</summary>
internal interface ISensor
{
    /// <summary>Stable word: "gpu", "bmc", "inference".</summary>
    string Name { get; }

    /// <summary>How often it is read.</summary>
    TimeSpan Period { get; }

    /// <summary>After this a read counts as timed out. A read that does not heed its cancellation (a hung driver) is left
    /// behind, and the sensor is not read again until it has come back.</summary>
    TimeSpan TimeOut { get; }

    /// <summary>Null where there is something to read; else why not, for a person ("no NVIDIA driver: libnvidia-ml.so.1 not found").</summary>
    string? UnsupportedReason();

    Task ReadAsync(FrameWriter frame, CancellationToken cancellationToken);
}
