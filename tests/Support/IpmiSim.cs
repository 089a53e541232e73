using System.Globalization;

namespace SovereignFleet.Tests.Support;

/// <summary>A BMC: OpenIPMI's ipmi_sim, reached over the LAN as a real one is. Its sensors read files, its chassis commands go
/// through a script that keeps a log.</summary>
internal sealed class IpmiSim
{
    public const string User = "ADMIN";
    public const string Password = "s3cret";

    private readonly string folder;
    private SerialConsole? console;

    private IpmiSim(string folder) => this.folder = folder;

    public int Port { get; } = FreePort.Next();

    /// <summary>For the agent: Bmc:PasswordFile.</summary>
    public string PasswordFile => Path.Combine(folder, "password");

    /// <summary>What the Host shows on its serial line.</summary>
    public SerialConsole Console => console ?? throw new InvalidOperationException("The BMC was not started.");

    /// <summary>Whether the Host has power, as the BMC's chassis script keeps it.</summary>
    public bool PowerIsOn => !File.Exists(Path.Combine(folder, "power")) || File.ReadAllText(Path.Combine(folder, "power")).Trim() == "1";

    /// <summary>What was asked of the chassis, a line each: "1732.5 set identify 30 0".</summary>
    public IReadOnlyList<string> Chassis =>
        File.Exists(ChassisLog) ? File.ReadAllLines(ChassisLog) : [];

    /// <summary>After the last identify command: "set identify SECONDS FORCE".</summary>
    public bool IdentifyIsOn =>
        Chassis.LastOrDefault(line => line.Contains(" set identify ", StringComparison.Ordinal)) is { } last
        && last.Split(' ')[^2..] is not ["0", "0"];

    // ipmi_sim locks the line by its name alone, for the whole machine.
    private string SerialLine => At(string.Create(CultureInfo.InvariantCulture, $"sf-serial-{Port}"));

    private string ChassisLog => Path.Combine(folder, "chassis.log");

    /// <summary>Answers over lanplus, cipher suite 3, when this returns.</summary>
    public static async Task<IpmiSim> StartAsync(Stage stage, string name, CancellationToken cancellationToken)
    {
        var sim = new IpmiSim(stage.Folder("bmc-" + name));
        await sim.WriteAsync(stage, name, cancellationToken);
        stage.Start(new Launch(
            "ipmi_sim " + name, "ipmi_sim", "-c", sim.At("lan.conf"), "-f", sim.At("sim.emu"), "-s", sim.At("state"), "-n"));
        await Until.Async(
            "the BMC answers",
            cancellation => sim.AskAsync("mc info", cancellation),
            answer => answer.Length > 0,
            cancellationToken);
        return sim;
    }

    /// <summary>A reading: cpu_temp, inlet_temp, fan1, fan2 (x 100 RPM), psu1_w (x 10 W). The BMC looks once a second.</summary>
    public void Set(string sensor, int value) =>
        File.WriteAllText(At(sensor), value.ToString(CultureInfo.InvariantCulture));

    /// <summary>ipmitool's own answer, for what a test checks against the product.</summary>
    public async Task<string> AskAsync(string command, CancellationToken cancellationToken)
    {
        await using var tool = RunningProcess.Start(new Launch(
            "ipmitool",
            "ipmitool",
            [
                "-I", "lanplus", "-H", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-U", User, "-E",
                "-C", "3", "-N", "1", "-R", "1", .. command.Split(' '),
            ])
        { Environment = new Dictionary<string, string> { ["IPMI_PASSWORD"] = Password } });
        return await tool.ExitAsync(cancellationToken) == 0
            ? tool.Output
            : throw new InvalidOperationException($"ipmitool {command}: {tool.Output}");
    }

    private async Task WriteAsync(Stage stage, string name, CancellationToken cancellationToken)
    {
        foreach (var (sensor, value) in new[] { ("cpu_temp", 42), ("inlet_temp", 24), ("fan1", 85), ("fan2", 80), ("psu1_w", 60) })
        {
            Set(sensor, value);
        }

        File.WriteAllText(PasswordFile, Password);
        File.SetUnixFileMode(PasswordFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(At("chassis.sh"), IpmiSimFiles.ChassisScript(folder));
        File.SetUnixFileMode(At("chassis.sh"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllText(At("lan.conf"), IpmiSimFiles.Lan(name, Port, FreePort.Next(), At("chassis.sh"), SerialLine));
        console = stage.Own(SerialConsole.At(SerialLine));
        File.WriteAllText(At("sim.emu"), IpmiSimFiles.Emulation(folder));
        File.WriteAllText(At("node.sdrs"), IpmiSimRecords.Text);
        File.WriteAllBytes(At("fru.bin"), IpmiSimFru.Bytes("SN-" + name));
        var records = Directory.CreateDirectory(Path.Combine(folder, "state", "ipmi_sim", name)).FullName;
        await using var compiler = RunningProcess.Start(
            new Launch("sdrcomp", "sdrcomp", "-o", Path.Combine(records, "sdr.20.main"), At("node.sdrs")));
        if (await compiler.ExitAsync(cancellationToken) != 0)
        {
            throw new InvalidOperationException("The BMC's sensor records cannot be compiled: " + compiler.Output);
        }
    }

    private string At(string file) => Path.Combine(folder, file);
}
