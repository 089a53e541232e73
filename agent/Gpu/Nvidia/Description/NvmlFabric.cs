using SovereignFleet.Agent.Gpu.Nvidia.Nvml.Native;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Gpu.Nvidia.Description;

/// <summary>A GPU's place in its NVLink fabric, in the words of the link. Pure.</summary>
internal static class NvmlFabric
{
    public static unsafe FabricInfo Info(NvmlHealthLayouts.Fabric2 fabric) => new()
    {
        ClusterUuid = Cluster(new ReadOnlySpan<byte>(fabric.ClusterUuid, 16)),
        CliqueId = fabric.CliqueId,
        State = fabric.State,
        Status = fabric.Status,
        HealthMask = fabric.HealthMask,
    };

    public static unsafe FabricInfo Info(NvmlHealthLayouts.Fabric fabric) => new()
    {
        ClusterUuid = Cluster(new ReadOnlySpan<byte>(fabric.ClusterUuid, 16)),
        CliqueId = fabric.CliqueId,
        State = fabric.State,
        Status = fabric.Status,
    };

    /// <summary>Sixteen bytes in the order in which they are written; all zero where there is no cluster.</summary>
    private static string Cluster(ReadOnlySpan<byte> uuid) =>
        uuid.IndexOfAnyExcept((byte)0) < 0 ? "" : new Guid(uuid, bigEndian: true).ToString();
}
