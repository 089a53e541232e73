using System.Globalization;
using SovereignFleet.Agent.Programs;

namespace SovereignFleet.Agent.Bmc;

/// <summary>Asks the BMC through ipmitool, one call at a time: BMCs stop answering under a burst.</summary>
internal sealed class IpmiTool(BmcOptions options, ProgramRunner runner, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim one = new(1);
    private readonly string recordsFile = Path.Combine(options.DataFolder, "bmc.sdr");

    public BmcOptions Options => options;

    /// <summary>Null where the settings allow to ask; else why not, for a person.</summary>
    public string? Refusal()
    {
        if (options.Faults.Count > 0)
        {
            return string.Join("; ", options.Faults);
        }

        return options.Mode switch
        {
            BmcMode.None => "no BMC is configured (Bmc:Mode)",
            BmcMode.Open => null,
            BmcMode.LanPlus => PasswordRefusal(),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Mode, "Unknown mode."),
        };
    }

    public async Task<BmcAnswer> AskAsync(string[] command, CancellationToken cancellationToken)
    {
        if (Refusal() is { } refusal)
        {
            return BmcAnswer.Failed(refusal);
        }

        await one.WaitAsync(cancellationToken);
        try
        {
            var result = await runner.RunAsync(options.IpmiTool, [.. Session(), .. Records(command), .. command], options.TimeOut, time, cancellationToken);
            return IpmiAnswers.Judge(result);
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>Keeps the BMC's sensor records in a file: without it each listing fetches them all again, which takes a real BMC
    /// many seconds. Where that cannot be, listings go on as before.</summary>
    public async Task KeepRecordsAsync(CancellationToken cancellationToken)
    {
        var next = recordsFile + ".new";
        if ((await AskAsync(["sdr", "dump", next], cancellationToken)).IsOk && new FileInfo(next) is { Exists: true, Length: > 0 })
        {
            File.Move(next, recordsFile, overwrite: true);
        }
    }

    public void ForgetRecords() => File.Delete(recordsFile);

    public void Dispose() => one.Dispose();

    private string[] Records(string[] command) =>
        command is [.., "elist"] or ["sensor"] && File.Exists(recordsFile) ? ["-S", recordsFile] : [];

    private IEnumerable<string> Session()
    {
        if (options.Mode == BmcMode.Open)
        {
            return ["-I", "open", "-Z"];
        }

        string[] session =
        [
            "-I", "lanplus", "-H", options.Host, "-p", options.Port.ToString(CultureInfo.InvariantCulture), "-U", options.User,
            "-C", options.CipherSuite.ToString(CultureInfo.InvariantCulture), "-N", "1", "-R", "1", "-Z",
        ];
        return options.PasswordFile.Length > 0 ? [.. session, "-f", options.PasswordFile] : [.. session, "-E"];
    }

    private string? PasswordRefusal()
    {
        if (options.PasswordFile.Length == 0)
        {
            return string.IsNullOrEmpty(Environment.GetEnvironmentVariable("IPMI_PASSWORD"))
                ? "no BMC password: Bmc:PasswordFile is not set and the environment has no IPMI_PASSWORD"
                : null;
        }

        try
        {
            var file = new FileInfo(options.PasswordFile);
            if (!file.Exists || file.Length == 0)
            {
                return $"Bmc:PasswordFile {options.PasswordFile} is missing or empty";
            }

            const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
            return (file.UnixFileMode & Others) == 0
                ? null
                : $"Bmc:PasswordFile {options.PasswordFile} may be read by others: its mode must be 0600";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"Bmc:PasswordFile {options.PasswordFile} cannot be read: {exception.Message}";
        }
    }
}
