namespace SovereignFleet.Agent.Commands.Limits;

/// <summary>The other programs that commands use, by name or path: Commands:NvidiaSmi and so on.</summary>
internal sealed record CommandPrograms
{
    public string NvidiaSmi { get; init; } = "nvidia-smi";

    public string Systemctl { get; init; } = "systemctl";

    public string Dcgmi { get; init; } = "dcgmi";

    public string BugReport { get; init; } = "nvidia-bug-report.sh";

    public string Dmesg { get; init; } = "dmesg";

    public string Journalctl { get; init; } = "journalctl";

    /// <summary>SovereignFleet's own CUDA check.</summary>
    public string Diagnostics { get; init; } = "sovereignfleet-diagnostics";
}
