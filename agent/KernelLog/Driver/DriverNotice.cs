namespace SovereignFleet.Agent.KernelLog.Driver;

/// <summary>Lines of the driver that are no errors of a GPU and well known: they are named, so that nobody must read them. Pure.</summary>
internal static class DriverNotice
{
    private static readonly (string Words, string Name)[] Known =
    [
        ("nv_get_p2p_free_callback", "peermem_invalid_context"), // nvidia-peermem nv_get_p2p_free_callback:127 ERROR detected invalid context
        (": open (major=", "switch_opened"), // nvidia-nvswitch3: open (major=510)
        ("Failed to update Rx Detect Link mask", "nvlink_rx_detect_failed"), // NVRM: knvlinkUpdatePostRxDetectLinkMask_IMPL: ...
        ("GPU at PCI:", "gpu_identity"), // NVRM: GPU at PCI:0000:9b:00: GPU-509665ad-...
        ("GPU Board Serial Number:", "board_serial"), // NVRM: GPU Board Serial Number: 1650124014249
        ("loading NVIDIA UNIX", "driver_loaded"), // NVRM: loading NVIDIA UNIX x86_64 Kernel Module  535.129.03
        ("RmInitAdapter failed", "adapter_not_initialized"), // NVRM: GPU 0000:3b:00.0: RmInitAdapter failed! (0x24:0x72:1568)
        ("rm_init_adapter failed", "adapter_not_initialized"),
        ("GPU is probably locked", "gpu_locked"),
        ("GPU reset required", "reset_required"),
        ("NV_ERR_RESET_REQUIRED", "reset_required"), // NVRM: nvAssertOkFailedNoLog: Assertion failed: Reset required [NV_ERR_RESET_REQUIRED] (0x00000062) returned from ...
        ("status 0x00000062", "reset_required"),
        ("NV_ERR_GPU_IS_LOST", "gpu_lost"), // NVRM: nvAssertOkFailedNoLog: Assertion failed: GPU lost from the bus [NV_ERR_GPU_IS_LOST] (0x0000000F) returned from ...
        ("status 0x0000000f", "gpu_lost"), // NVRM: _issueRpcAndWait: rpcSendMessage failed with status 0x0000000f for fn 76!
        ("GPU lost from the bus", "gpu_lost"),
        ("Attempting to remove device", "removed_in_use"), // NVRM: Attempting to remove device 0000:18:00.0 with non-zero usage count!
    ];

    /// <summary>Null where the line is none of them.</summary>
    public static string? NameOf(string text)
    {
        foreach (var (words, name) in Known)
        {
            if (text.Contains(words, StringComparison.OrdinalIgnoreCase))
            {
                return name;
            }
        }

        return null;
    }
}
