namespace SovereignFleet.Agent.Commands.Limits;

/// <summary>The commands as an operator writes them in Commands:Allow and Commands:MostPerDay.</summary>
internal static class CommandNames
{
    public const string Identify = "identify";
    public const string ReadPower = "read-power";
    public const string GpuReset = "gpu-reset";
    public const string RestartUnit = "restart-unit";
    public const string Reboot = "reboot";
    public const string PowerCycle = "power-cycle";
    public const string CollectLogs = "collect-logs";
    public const string Diagnose = "diagnose";
    public const string CaptureConsole = "capture-console";

    public static IReadOnlyList<string> All { get; } =
        [Identify, ReadPower, GpuReset, RestartUnit, Reboot, PowerCycle, CollectLogs, Diagnose, CaptureConsole];

    /// <summary>What only reads, quickly, or sets the locator LED.</summary>
    public static IReadOnlySet<string> Harmless { get; } = new HashSet<string> { Identify, ReadPower };

    /// <summary>What an agent carries out where its settings do not say. A Host that no longer answers shows on its console why, and not for long:
    /// its gateway must not wait for a setting.</summary>
    public static IReadOnlySet<string> Usual { get; } = new HashSet<string> { Identify, ReadPower, CaptureConsole };

    /// <summary>How often a day, where nothing else is set; per GPU, per unit or per Host. A fault that three resets did not end is
    /// not ended by a fourth.</summary>
    public static IReadOnlyDictionary<string, int> MostPerDay { get; } = new Dictionary<string, int>
    {
        [GpuReset] = 3,
        [RestartUnit] = 10,
        [Reboot] = 2,
        [PowerCycle] = 2,
        [CollectLogs] = 12,
        [Diagnose] = 12,
        [CaptureConsole] = 24,
    };
}
