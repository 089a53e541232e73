using Microsoft.Extensions.Configuration;

namespace SovereignFleet.Agent.KernelLog.Tail;

/// <summary>One log that is followed; the kernel's is section KernelLog.</summary>
internal sealed class KernelLogOptions
{
    /// <summary>The source, among the statuses of the sensors.</summary>
    public string Name { get; init; } = "kernel-log";

    /// <summary>KernelLog:Path: /dev/kmsg, or a file or pipe that grows in any form that dmesg or a journal writes.</summary>
    public string Path { get; init; } = "/dev/kmsg";

    /// <summary>Remembers how far was read, over a restart of the agent.</summary>
    public required string CursorFile { get; init; }

    /// <summary>True: where the file is not there, nobody writes it, and it is looked for once a minute. False: it is waited for.</summary>
    public bool MayBeAbsent { get; init; }

    /// <summary>How often new records are looked for while some came, and where nothing tells of new ones.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromMilliseconds(100);

    public static KernelLogOptions Read(IConfiguration settings, string dataFolder) => new()
    {
        Path = settings["KernelLog:Path"] is { Length: > 0 } path ? path : "/dev/kmsg",
        CursorFile = System.IO.Path.Combine(dataFolder, "kernel-log.cursor"),
    };
}
