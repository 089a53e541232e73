using SovereignFleet.Agent.Runtime.Programs;

namespace SovereignFleet.Agent.Bmc.Ipmi;

/// <summary>Asks one BMC through ipmitool, one call at a time and with a pause between: BMCs stop answering under a burst.</summary>
internal sealed class IpmiTool(BmcOptions options, TimeProvider time) : IDisposable
{
    /// <summary>Between the end of one call and the beginning of the next.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private const int MostInterruptions = 3;

    private readonly SemaphoreSlim one = new(1);
    private readonly SemaphoreSlim oneConsole = new(1);
    private readonly BmcBackoff backoff = new();
    private readonly Lazy<ProgramRunner> runner = new(() => new ProgramRunner(MakerNames.Keep(options.DataFolder)));
    private readonly string recordsFile = Path.Combine(options.DataFolder, "bmc.sdr");
    private readonly string scriptFile = Path.Combine(options.DataFolder, "bmc.script");

    /// <summary>Ends what is read as a matter of routine when somebody's command comes; the next reading begins with another one.</summary>
    private CancellationTokenSource interruption = new();

    private long? endedAt;

    public BmcOptions Options => options;

    /// <summary>How many times ipmitool was started: each is a process and a session of the BMC.</summary>
    public int Calls { get; private set; }

    /// <summary>Null where the settings allow to ask; else why not, for a person.</summary>
    public string? Refusal() => IpmiSession.WhyRefused(options);

    /// <summary>True while a BMC that did not answer is left alone: who waits for nothing asks later.</summary>
    public bool IsLeftAlone => backoff.WhyNot(time.GetUtcNow()) is not null;

    /// <summary>One command, at once: somebody waits for it.</summary>
    public async Task<BmcAnswer> AskAsync(string[] command, CancellationToken cancellationToken)
    {
        if (Refusal() is { } refusal)
        {
            return BmcAnswer.Failed(refusal);
        }

        await Interlocked.Exchange(ref interruption, new()).CancelAsync();
        return IpmiAnswers.Judge(await RunAsync(command, options.TimeOut, cancellationToken));
    }

    /// <summary>One command that takes a BMC long and that nobody waits for: when somebody's comes meanwhile it is ended, and asked
    /// again afterwards. Not for ever: a person who asks every few seconds would else keep it from its end.</summary>
    public async Task<BmcAnswer> ReadLongAsync(string[] command, CancellationToken cancellationToken)
    {
        if (Refusal() is { } refusal)
        {
            return BmcAnswer.Failed(refusal);
        }

        for (var interruptions = 0; interruptions < MostInterruptions; interruptions++)
        {
            using var turn = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, interruption.Token);
            try
            {
                return IpmiAnswers.Judge(await RunAsync(command, options.LongTimeOut, turn.Token));
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Somebody's command is next in the line.
            }
        }

        return IpmiAnswers.Judge(await RunAsync(command, options.LongTimeOut, cancellationToken));
    }

    /// <summary>Several commands in one process and one session; one that fails does not stop the next. After a BMC did not answer
    /// it is left alone for a while.</summary>
    public async Task<IpmiParts> PollAsync(IReadOnlyList<string> commands, TimeSpan timeOut, CancellationToken cancellationToken)
    {
        if ((Refusal() ?? backoff.WhyNot(time.GetUtcNow())) is { } refusal)
        {
            return IpmiParts.None(refusal);
        }

        var result = await RunAsync(["exec", scriptFile], timeOut, cancellationToken, IpmiParts.Script(commands));
        var parts = IpmiParts.Read(result);
        backoff.Told(parts.Failure, time.GetUtcNow());
        return parts;
    }

    /// <summary>What a command that talks on says for so long. Beside the other calls: it may take minutes.</summary>
    public async Task<BmcAnswer> ListenAsync(string[] command, TimeSpan length, string ending, int longest, CancellationToken cancellationToken)
    {
        if (Refusal() is { } refusal)
        {
            return BmcAnswer.Failed(refusal);
        }

        await oneConsole.WaitAsync(cancellationToken);
        try
        {
            Calls++;
            return IpmiAnswers.Judge(await runner.Value.ListenAsync(
                options.IpmiTool, [.. IpmiSession.Arguments(options), .. command], length, ending, longest, time, cancellationToken));
        }
        finally
        {
            oneConsole.Release();
        }
    }

    /// <summary>Keeps the BMC's sensor records in a file: without it each listing fetches them all again, which takes a real BMC
    /// many seconds. Where that cannot be, listings go on as before.</summary>
    public async Task KeepRecordsAsync(CancellationToken cancellationToken)
    {
        var next = recordsFile + ".new";
        if ((await ReadLongAsync(["sdr", "dump", next], cancellationToken)).IsOk && new FileInfo(next) is { Exists: true, Length: > 0 })
        {
            File.Move(next, recordsFile, overwrite: true);
        }
    }

    public void ForgetRecords() => File.Delete(recordsFile);

    public void Dispose()
    {
        one.Dispose();
        oneConsole.Dispose();
    }

    private async Task<ProgramResult> RunAsync(string[] command, TimeSpan timeOut, CancellationToken cancellationToken, string? script = null)
    {
        await one.WaitAsync(cancellationToken);
        try
        {
            if (endedAt is { } ended && Pause - time.GetElapsedTime(ended) is { Ticks: > 0 } left)
            {
                await Task.Delay(left, time, cancellationToken);
            }

            if (script is not null)
            {
                Directory.CreateDirectory(options.DataFolder);
                await File.WriteAllTextAsync(scriptFile, script, cancellationToken);
            }

            Calls++;
            return await runner.Value.RunAsync(
                options.IpmiTool, [.. IpmiSession.Arguments(options), .. Records(command), .. command], timeOut, time, cancellationToken);
        }
        finally
        {
            endedAt = time.GetTimestamp();
            one.Release();
        }
    }

    private string[] Records(string[] command) =>
        (command.Contains("elist") || command is ["sensor"] or ["exec", _]) && File.Exists(recordsFile) ? ["-S", recordsFile] : [];
}
