using System.Globalization;
using Microsoft.Extensions.Configuration;
using SovereignFleet.Agent.Bmc.Gateway;
using SovereignFleet.Agent.Bmc.Ipmi;
using SovereignFleet.Agent.Commands.Limits;
using SovereignFleet.Agent.Exposition.Http;
using SovereignFleet.Agent.Exposition.Otlp;
using SovereignFleet.Agent.Inference;

namespace SovereignFleet.Agent.Cli.Configuration;

/// <summary>Makes AgentOptions of the settings, by hand because the agent is compiled ahead of time, and collects every fault.</summary>
internal sealed class OptionsReader(IConfiguration settings)
{
    private readonly List<string> faults = [];

    /// <summary>Throws SettingsException with all faults together.</summary>
    public static AgentOptions Read(GivenSettings settings) => new OptionsReader(settings.Values).Read(settings.KeyFaults);

    /// <summary>Reading once needs no server; the rest holds for it too.</summary>
    public static void ThrowIfSensorsAreWrong(GivenSettings settings)
    {
        var faults = settings.KeyFaults.Concat(SenseFaults(settings.Values)).ToList();
        if (faults.Count > 0)
        {
            throw new SettingsException(faults);
        }
    }

    public static string HostName(IConfiguration settings) => settings["HostName"] is { Length: > 0 } name ? name : Environment.MachineName;

    public static string DataFolder(IConfiguration settings) =>
        Path.GetFullPath(settings["DataFolder"] is { Length: > 0 } folder ? folder : AgentOptions.DefaultDataFolder);

    private static IEnumerable<string> SenseFaults(IConfiguration settings) =>
        BmcOptions.Read(settings, DataFolder(settings)).Faults
            .Concat(GatewayOptions.Read(settings, DataFolder(settings)).Faults)
            .Concat(InferenceOptions.Read(settings).Faults);

    private AgentOptions Read(IReadOnlyList<string> keyFaults)
    {
        faults.AddRange(keyFaults);
        var commands = CommandSettings.Read(settings);
        faults.AddRange(commands.Faults);
        var metrics = MetricsOptions.Read(settings);
        var otlp = OtlpOptions.Read(settings);
        faults.AddRange([.. metrics.Faults, .. otlp.Faults]);
        var options = new AgentOptions
        {
            Server = Server(),
            EnrollmentToken = Token(),
            HostName = HostName(settings),
            DataFolder = DataFolder(settings),
            CommandSettings = commands,
            Metrics = metrics,
            Otlp = otlp,
            TrustsMachineAuthorities = InferenceOptions.Read(settings).Targets.Select(target => target.Endpoint).Append(otlp.Endpoint)
                .Any(endpoint => endpoint?.Scheme == Uri.UriSchemeHttps),
            BmcPeriod = BmcOptions.Read(settings, DataFolder(settings)).Period,
            SpoolLimitMegabytes = Number("Spool:LimitMegabytes", 512, 1, 1 << 20),
            SpoolReserveMegabytes = Number("Spool:ReserveMegabytes", 1024, 0, 1 << 20),
        };
        faults.AddRange(SenseFaults(settings));
        return faults.Count == 0 ? options : throw new SettingsException(faults);
    }

    private Uri Server()
    {
        if (settings["Server"] is not { Length: > 0 } text)
        {
            faults.Add("Server is missing: give the control plane's agent listener, such as https://control.example.net:7443");
            return new Uri("https://missing");
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var server) && server.Scheme == Uri.UriSchemeHttps)
        {
            return server;
        }

        faults.Add($"Server is {text}: it must be an https address, such as https://control.example.net:7443");
        return new Uri("https://wrong");
    }

    private string? Token()
    {
        var (token, file) = (settings["EnrollmentToken"], settings["EnrollmentTokenFile"]);
        if (token is { Length: > 0 } || file is not { Length: > 0 })
        {
            return token is { Length: > 0 } ? token : null;
        }

        try
        {
            // A token file that was removed after the enrollment is as it should be; so is the empty line that stands for it.
            return File.Exists(file) && File.ReadAllText(file).Trim() is { Length: > 0 } given ? given : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            faults.Add($"EnrollmentTokenFile {file} cannot be read: {fault.Message}");
            return null;
        }
    }

    private int Number(string key, int standard, int least, int most)
    {
        if (settings[key] is not { Length: > 0 } text)
        {
            return standard;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        faults.Add($"{key} is {text}: it must be a whole number from {least} to {most}");
        return standard;
    }
}
