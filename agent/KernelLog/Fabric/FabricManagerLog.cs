using Microsoft.Extensions.Configuration;
using SovereignFleet.Agent.KernelLog.Tail;

namespace SovereignFleet.Agent.KernelLog.Fabric;

/// <summary>Where Fabric Manager writes. It has a form of its own and is followed as a kernel log in a file is.</summary>
internal static class FabricManagerLog
{
    public const string Name = "fabric-manager";

    /// <summary>FabricManager:Log. LOG_FILE_NAME of fabricmanager.cfg, by default.</summary>
    private const string UsualPath = "/var/log/fabricmanager.log";

    public static KernelLogOptions Read(IConfiguration settings, string dataFolder) => new()
    {
        Name = Name,
        Path = settings["FabricManager:Log"] is { Length: > 0 } path ? path : UsualPath,
        CursorFile = Path.Combine(dataFolder, "fabric-manager.cursor"),
        // Most Hosts have no NVSwitch.
        MayBeAbsent = true,
    };
}
