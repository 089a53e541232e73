namespace SovereignFleet.Agent.Gpu.Nvidia.Nvml;

/// <summary>What NVML answered, as a value: a fault of the driver is an expected outcome.</summary>
internal readonly record struct NvmlAnswer<T>(NvmlOutcome Outcome, T? Value, string Reason)
{
    public bool IsOk => Outcome == NvmlOutcome.Ok;

    public NvmlAnswer<TOther> Map<TOther>(Func<T, TOther> map) =>
        new(Outcome, IsOk ? map(Value!) : default, Reason);
}

internal enum NvmlOutcome
{
    /// <summary>The value counts.</summary>
    Ok,

    /// <summary>This GPU or this driver does not have it.</summary>
    NotSupported,

    /// <summary>The GPU has fallen off the bus or is otherwise out of reach.</summary>
    Lost,

    /// <summary>No library, no driver, or the driver was reloaded meanwhile: NVML must be opened anew.</summary>
    DriverGone,

    /// <summary>Anything else; the reason says which.</summary>
    Failed,
}
