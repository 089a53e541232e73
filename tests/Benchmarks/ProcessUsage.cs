using System.Globalization;

namespace SovereignFleet.Benchmarks;

/// <summary>What a process has used so far, from /proc.</summary>
/// <param name="CpuSeconds">Its own.</param>
/// <param name="ChildCpuSeconds">Of the children that it has waited for.</param>
internal sealed record ProcessUsage(double CpuSeconds, double ChildCpuSeconds, double PeakMegabytes, double ResidentMegabytes, int Threads)
{
    private const double TicksPerSecond = 100; // USER_HZ
    private const double KilobytesPerMegabyte = 1e6 / 1024;

    public double AllCpuSeconds => CpuSeconds + ChildCpuSeconds;

    public static ProcessUsage Of(int processId)
    {
        // "1234 (a name) S 1 ...": the fields behind the bracket count from 3; 14 to 17 are utime, stime, cutime, cstime.
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        double Seconds(int field) => long.Parse(fields[field - 3], CultureInfo.InvariantCulture) / TicksPerSecond;
        var status = File.ReadLines($"/proc/{processId}/status").Select(line => line.Split(':', 2)).ToDictionary(line => line[0], line => line[1].Trim());
        double Megabytes(string key) => double.Parse(status[key].Split(' ')[0], CultureInfo.InvariantCulture) / KilobytesPerMegabyte;
        return new ProcessUsage(
            Seconds(14) + Seconds(15), Seconds(16) + Seconds(17), Megabytes("VmHWM"), Megabytes("VmRSS"), int.Parse(status["Threads"], CultureInfo.InvariantCulture));
    }
}
