using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using SovereignFleet.Agent.Gpu.Nvidia.Nvml;
using SovereignFleet.Agent.Gpu.Slots;
using SovereignFleet.Proto.Link;
using SovereignFleet.Proto;

namespace SovereignFleet.Agent.Gpu.Nvidia.Events;

/// <summary>NVML's events in the words of the link (nvmlEventType* of nvml.h). Pure.</summary>
internal static class NvmlEvents
{
    private const ulong Xid = 0x8;
    private const ulong RecoveryAction = 0x8000;

    public static Event ToEvent(NvmlEvent happened, long? recoveryAction, DateTimeOffset at)
    {
        var (kind, name, text) = Words(happened.Type);
        var made = new Event
        {
            At = at.ToTimestamp(),
            Kind = kind,
            GpuUuid = happened.Gpu?.Uuid ?? "",
            PciAddress = PciAddress(happened.Gpu?.PciAddress ?? ""),
            Code = happened.Type switch
            {
                Xid => (int)happened.Data,
                RecoveryAction => (int)(recoveryAction ?? 0),
                _ => 0,
            },
            Count = 1,
            Source = "nvml",
            Text = happened.Type == Xid ? $"NVML event: XID {happened.Data}" : $"NVML event: {text}",
        };
        made.Detail["nvml_event"] = "0x" + happened.Type.ToString("x", CultureInfo.InvariantCulture);
        made.Detail["nvml_event_name"] = name;
        if (happened.Type == RecoveryAction && recoveryAction is null)
        {
            // Code 0 would say that nothing is to be done any more.
            made.Kind = EventKinds.DriverMessage;
            made.Text += ", to what cannot be read";
        }

        return made;
    }

    public static bool IsRecoveryAction(NvmlEvent happened) => happened.Type == RecoveryAction;

    /// <summary>Where a GPU that is here stands. The mainboard's number for its slot, or the board's own on an SXM baseboard.</summary>
    public static GpuPlace PlaceOf(GpuSlot slot, PhysicalSlots physicalSlots)
    {
        var identity = slot.Device!.Identity;
        var module = identity.ModuleId();
        return new(
            PciAddress(slot.PciAddress), physicalSlots.Find(slot.PciAddress) ?? (module.IsOk ? module.Value : null),
            slot.Uuid, identity.Serial() is { IsOk: true } serial ? serial.Value! : "");
    }

    /// <summary>"00000000:9B:00.0" becomes "0000:9b:00", as the kernel log writes it.</summary>
    public static string PciAddress(string nvml)
    {
        var address = nvml.Split('.')[0].ToLowerInvariant();
        return address.Length > 10 && address.StartsWith("0000", StringComparison.Ordinal) ? address[4..] : address;
    }

    // A storm is one event for many errors: how many, the counters tell. NVML's "DRAM retirement" is a page of an older GPU or a
    // row of a newer one; whether it waits for a reset, the fields tell.
    private static (string Kind, string Name, string Text) Words(ulong type) => type switch
    {
        0x1 => (EventKinds.EccCorrected, "single_bit_ecc_error", "single-bit ECC error"),
        0x2 => (EventKinds.EccUncorrected, "double_bit_ecc_error", "double-bit ECC error"),
        Xid => (EventKinds.Xid, "xid", "XID"),
        0x200 => (EventKinds.EccStorm, "single_bit_ecc_storm", "storm of single-bit ECC errors"),
        0x400 => (EventKinds.DramRetirement, "dram_retirement", "DRAM retirement"),
        0x800 => (EventKinds.RowRemapFailure, "dram_retirement_failure", "DRAM retirement failure"),
        0x1000 => (EventKinds.EccUncorrected, "poison_nonfatal", "non-fatal poison error"),
        0x2000 => (EventKinds.EccUncorrected, "poison_fatal", "fatal poison error"),
        0x4000 => (EventKinds.FallenOffBus, "gpu_unavailable", "GPU unavailable"),
        RecoveryAction => (EventKinds.RecoveryAction, "recovery_action", "GPU recovery action changed"),
        _ => (EventKinds.DriverMessage, "unknown", "of an unknown type"),
    };
}
