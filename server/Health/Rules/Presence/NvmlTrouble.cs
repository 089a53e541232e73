namespace SovereignFleet.Server.Health.Rules.Presence;

/// <summary>Why the driver does not answer, as far as it decides what to do.</summary>
internal enum NvmlTrouble
{
    /// <summary>Any other of NVML's errors, or none was told.</summary>
    Other,
    /// <summary>NVML_ERROR_LIB_RM_VERSION_MISMATCH (18): the library was replaced under the loaded driver.</summary>
    VersionMismatch,
    /// <summary>NVML_ERROR_DRIVER_NOT_LOADED (9): often another kernel, for which the module was not built.</summary>
    DriverNotLoaded,
    /// <summary>There is no libnvidia-ml.so.1.</summary>
    NoLibrary,
    /// <summary>NVML_ERROR_NO_PERMISSION (4).</summary>
    NoPermission,
    /// <summary>The driver answers, and knows of no GPU.</summary>
    NoGpuListed,
    /// <summary>NVML_ERROR_RESET_REQUIRED (16).</summary>
    ResetRequired,
    /// <summary>A call that does not come back.</summary>
    Hangs,
}
