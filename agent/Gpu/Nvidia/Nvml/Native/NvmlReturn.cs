namespace SovereignFleet.Agent.Gpu.Nvidia.Nvml.Native;

/// <summary>NVML's return codes (nvml.h, nvmlReturn_t): those that we tell apart; every other is a failure with its number.</summary>
internal enum NvmlReturn
{
    Success = 0,
    Uninitialized = 1,
    InvalidArgument = 2,
    NotSupported = 3,
    NoPermission = 4,
    NotFound = 6,
    InsufficientSize = 7,
    DriverNotLoaded = 9,
    Timeout = 10,
    IrqIssue = 11,
    LibraryNotFound = 12,
    FunctionNotFound = 13,
    CorruptedInforom = 14,
    GpuIsLost = 15,
    ResetRequired = 16,
    OperatingSystem = 17,
    LibraryVersionMismatch = 18,
    NoData = 21,
    ArgumentVersionMismatch = 25,
    Deprecated = 26,
    GpuNotFound = 28,
    Unknown = 999,
}
