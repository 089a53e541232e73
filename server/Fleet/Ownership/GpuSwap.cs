using Microsoft.EntityFrameworkCore;
using SovereignFleet.Server.Postgres;

namespace SovereignFleet.Server.Fleet.Ownership;

/// <summary>Another board in the place of one that was taken out: its serial says that it is another.</summary>
internal sealed record GpuSwap(Gpu Out, Gpu In)
{
    /// <summary>"GPU 3 was replaced: serial 1654 is out, serial 1702 is in (slot 4)."</summary>
    public string Sentence => $"GPU {In.Index} was replaced: {Named(Out)} is out, {Named(In)} is in ({(In.Slot is { } slot ? $"slot {slot}" : $"PCI {In.PciAddress}")}).";

    /// <summary>Those of the Host since then.</summary>
    public static async Task<IReadOnlyList<GpuSwap>> ReadAsync(FleetDb db, Guid hostId, DateTimeOffset since, CancellationToken cancellationToken) =>
        Find(await db.Gpus.AsNoTracking().Where(gpu => gpu.HostId == hostId && (gpu.RemovedAt == null || gpu.RemovedAt > since)).ToListAsync(cancellationToken));

    /// <summary>Pure.</summary>
    /// <param name="gpus">Of one Host, those that were taken out with them.</param>
    public static IReadOnlyList<GpuSwap> Find(IReadOnlyCollection<Gpu> gpus) =>
    [
        .. from gone in gpus
           where gone.RemovedAt is not null
           let successor = gpus.FirstOrDefault(gpu => gpu.RemovedAt is null && gpu.InstalledAt >= gone.InstalledAt && SamePlace(gone, gpu))
           where successor is not null && !SameBoard(gone.Serial, successor.Serial)
           orderby successor.Index
           select new GpuSwap(gone, successor),
    ];

    /// <summary>A board that tells no serial is known by its UUID alone.</summary>
    public static bool SameBoard(string serial, string other) => serial.Length > 0 && serial == other;

    private static bool SamePlace(Gpu gpu, Gpu other) =>
        (gpu.Slot is not null && gpu.Slot == other.Slot)
        || (gpu.PciAddress.Length > 0 && string.Equals(gpu.PciAddress, other.PciAddress, StringComparison.OrdinalIgnoreCase));

    private static string Named(Gpu gpu) => gpu.Serial.Length > 0 ? $"serial {gpu.Serial}" : gpu.Uuid;
}
