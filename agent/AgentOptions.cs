using SovereignFleet.Agent.Commands.Limits;
using SovereignFleet.Agent.Exposition.Http;
using SovereignFleet.Agent.Exposition.Otlp;
using SovereignFleet.Agent.Sensing.Events;
using SovereignFleet.Agent.Sensing.Hardware;
using SovereignFleet.Agent.Spool.Files;
using SovereignFleet.Agent.Uplink.Identity;

namespace SovereignFleet.Agent;

/// <summary>What one agent needs to know. Several with folders of their own may run in one process.</summary>
internal sealed record AgentOptions
{
    public const string DefaultDataFolder = "/var/lib/sovereignfleet-agent";

    public static string Version { get; } = typeof(AgentOptions).Assembly.GetName().Version?.ToString(3) ?? "0";

    /// <summary>Server: https://control-plane:7443.</summary>
    public required Uri Server { get; init; }

    /// <summary>EnrollmentToken, or the content of the file EnrollmentTokenFile: needed once.</summary>
    public string? EnrollmentToken { get; init; }

    /// <summary>HostName: as the inventory calls this Host. Default: the machine's name.</summary>
    public string HostName { get; init; } = Environment.MachineName;

    /// <summary>DataFolder: key, spool, notes.</summary>
    public string DataFolder { get; init; } = DefaultDataFolder;

    /// <summary>Section Commands. Default: what only reads or sets the locator LED.</summary>
    public CommandSettings CommandSettings { get; init; } = new();

    /// <summary>Section Metrics. Default: nothing listens.</summary>
    public MetricsOptions Metrics { get; init; } = new();

    /// <summary>Section Otlp. Default: nothing is sent.</summary>
    public OtlpOptions Otlp { get; init; } = new();

    /// <summary>Whether something but the control plane is spoken to over TLS: a collector, an inference server.</summary>
    public bool TrustsMachineAuthorities { get; init; }

    /// <summary>Bmc:Period.</summary>
    public TimeSpan BmcPeriod { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Spool:LimitMegabytes.</summary>
    public int SpoolLimitMegabytes { get; init; } = 512;

    /// <summary>Spool:ReserveMegabytes: left free on the disk, or a twentieth of the disk where that is less.</summary>
    public int SpoolReserveMegabytes { get; init; } = 1024;

    /// <summary>Where /proc, /sys and /etc are; another folder in tests and simulations.</summary>
    public string Root { get; init; } = "/";

    public SpoolOptions Spool => new()
    {
        Folder = Path.Combine(DataFolder, "spool"),
        LimitBytes = (long)SpoolLimitMegabytes << 20,
        ReserveBytes = (long)SpoolReserveMegabytes << 20,
        BootId = BootFacts.Read(Root).BootId,
    };

    public StartOptions Life => new() { Boot = BootFacts.Read(Root), AgentVersion = Version, BootNote = Path.Combine(DataFolder, "boot-id") };

    public CommandOptions Commands => new()
    {
        Allow = CommandSettings.Allow,
        MostPerDay = CommandSettings.MostPerDay,
        Units = CommandSettings.Units,
        Programs = CommandSettings.Programs,
        LogFile = Path.Combine(DataFolder, "commands"),
        WorkFolder = Path.Combine(DataFolder, "work"),
        Boot = BootFacts.Read(Root),
    };

    public UplinkOptions Uplink => new()
    {
        Server = Server,
        EnrollmentToken = EnrollmentToken,
        HostName = HostName,
        PkiFolder = Path.Combine(DataFolder, "pki"),
        AgentVersion = Version,
        Boot = BootFacts.Read(Root),
    };
}
