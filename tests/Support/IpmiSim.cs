using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace SovereignFleet.Tests.Support;

/// <summary>A BMC: ipmi_sim with temperatures, fans, a power supply, a FRU and a chassis whose power and locator LED are
/// scripts. Readings are files: what is written into them is read within a second, and thresholds make SEL records by
/// themselves. Cipher suite 3 is the only one that it speaks.</summary>
internal sealed class IpmiSim
{
    public const string User = "ADMIN";
    public const string Password = "s3cret";
    public const int CipherSuite = 3;

    private readonly string folder;
    private readonly int consolePort;

    private IpmiSim(string folder, string passwordFile, int port, int consolePort)
    {
        this.folder = folder;
        this.consolePort = consolePort;
        PasswordFile = passwordFile;
        Port = port;
    }

    public int Port { get; }

    /// <summary>Holds the password, mode 0600: as Bmc:PasswordFile.</summary>
    public string PasswordFile { get; }

    /// <summary>One line for each thing that the BMC did to the chassis: "1764000000.123 set identify 30 0".</summary>
    public IReadOnlyList<string> Chassis
    {
        get
        {
            var log = Path.Combine(folder, "chassis.log");
            return File.Exists(log) ? File.ReadAllLines(log) : [];
        }
    }

    public static async Task<IpmiSim> StartAsync(Stage stage, string name, CancellationToken cancellationToken)
    {
        Needs.Programs("ipmi_sim", "sdrcomp", "ipmitool");
        var folder = stage.Folder("ipmi/" + name);
        var state = stage.Folder("ipmi/" + name + "/state/ipmi_sim/" + name);
        var passwordFile = Path.Combine(folder, "password");
        await File.WriteAllTextAsync(passwordFile, Password, cancellationToken);
        File.SetUnixFileMode(passwordFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var bmc = new IpmiSim(folder, passwordFile, FreeUdpPort(), FreePort.Next());
        bmc.WriteFiles(name);
        await using (var compile = RunningProcess.Start(new Launch("sdrcomp", "sdrcomp", "-o", Path.Combine(state, "sdr.20.main"), Path.Combine(folder, "sdrs"))))
        {
            Assert.AreEqual(0, await compile.ExitAsync(cancellationToken), compile.Output);
        }

        stage.Start(new Launch("ipmi_sim-" + name, "ipmi_sim", "-c", Path.Combine(folder, "lan.conf"), "-f", Path.Combine(folder, "sim.emu"), "-s", Path.Combine(folder, "state"), "-n"));
        await Until.Async("the BMC answers", bmc.ToolAsync, answer => answer.Contains("CPU1 Temp", StringComparison.Ordinal), cancellationToken);
        return bmc;
    }

    /// <summary>"cpu_temp" and "inlet_temp" in degrees C; "fan1" and "fan2" in hundreds of RPM; "psu1_w" in tens of watts.</summary>
    public void Set(string sensor, int raw) =>
        File.WriteAllText(Path.Combine(folder, sensor), raw.ToString(CultureInfo.InvariantCulture));

    /// <summary>The power supply's failure bit; it comes with a SEL record.</summary>
    public Task SetPowerSupplyFailedAsync(bool failed, CancellationToken cancellationToken) =>
        ConsoleAsync($"sensor_set_bit 0x20 0 5 1 {(failed ? 1 : 0)} 1", cancellationToken);

    /// <summary>One command of ipmi_sim's console: "sel_add 0x20 ...".</summary>
    public async Task ConsoleAsync(string command, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", consolePort, cancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\n"), cancellationToken);
        var answer = new byte[256];
        _ = await stream.ReadAsync(answer, cancellationToken);
        // The prompt comes first and the effect after it: the console is closed when the next prompt is there.
        _ = await stream.ReadAsync(answer, cancellationToken);
    }

    private async Task<string> ToolAsync(CancellationToken cancellationToken)
    {
        await using var tool = RunningProcess.Start(new Launch(
            "ipmitool", "ipmitool", "-I", "lanplus", "-H", "127.0.0.1", "-p", $"{Port}", "-U", User, "-f", PasswordFile, "-C", $"{CipherSuite}", "-N", "1", "-R", "1", "-c", "sdr", "elist"));
        await tool.ExitAsync(cancellationToken);
        return tool.Output;
    }

    private void WriteFiles(string name)
    {
        Set("cpu_temp", 42);
        Set("inlet_temp", 24);
        Set("fan1", 85);
        Set("fan2", 80);
        Set("psu1_w", 60);
        Write("sdrs", IpmiSimFiles.Sdrs);
        Write("sim.emu", IpmiSimFiles.Emulator(folder));
        Write("lan.conf", IpmiSimFiles.Lan(folder, name, Port, consolePort, User, Password));
        Write("chassis.sh", IpmiSimFiles.ChassisScript);
        File.WriteAllBytes(Path.Combine(folder, "fru.bin"), IpmiSimFiles.Fru("SN-" + name));
        File.SetUnixFileMode(Path.Combine(folder, "chassis.sh"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private void Write(string file, string content) => File.WriteAllText(Path.Combine(folder, file), content);

    private static int FreeUdpPort()
    {
        using var probe = new UdpClient(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        return ((System.Net.IPEndPoint)probe.Client.LocalEndPoint!).Port;
    }
}
