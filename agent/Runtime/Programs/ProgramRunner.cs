using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace SovereignFleet.Agent.Runtime.Programs;

/// <summary>The agent's one place that starts programs: bounded in time and output, in the C locale, ended with all that it
/// started. A program that is not there, hangs or writes without end is an answer, not an exception.</summary>
/// <param name="home">The HOME that its programs see; null: the agent's own.</param>
internal sealed class ProgramRunner(string? home = null)
{
    public const int LongestOutput = 1 << 20;
    private const int NoSuchFile = 2;
    private static readonly TimeSpan KillTimeOut = TimeSpan.FromSeconds(2);

    public Task<ProgramResult> RunAsync(
        string program, IReadOnlyList<string> arguments, TimeSpan timeOut, TimeProvider time, CancellationToken cancellationToken) =>
        RunAsync(program, arguments, timeOut, LongestOutput, time, cancellationToken);

    /// <summary>For a program that may say more than an answer: a log.</summary>
    public async Task<ProgramResult> RunAsync(
        string program, IReadOnlyList<string> arguments, TimeSpan timeOut, int longestOutput, TimeProvider time, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = StartOf(program, arguments) };
        if (NotStarted(process, program) is { } fault)
        {
            return fault;
        }

        process.StandardInput.Close();
        return await FollowAsync(process, program, timeOut, longestOutput, time, cancellationToken);
    }

    /// <summary>Lets a program speak for so long with its input open, then writes the text that ends it. The answer is the last
    /// that it said: a flood is no fault here.</summary>
    public async Task<ProgramResult> ListenAsync(
        string program, IReadOnlyList<string> arguments, TimeSpan length, string ending, int longestOutput, TimeProvider time,
        CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = StartOf(program, arguments) };
        if (NotStarted(process, program) is { } fault)
        {
            return fault;
        }

        using var listened = new CancellationTokenSource(length + KillTimeOut, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, listened.Token);
        var output = new OutputTail(longestOutput);
        var errors = new OutputTail(LongestOutput);
        var reading = Task.WhenAll(output.ReadAsync(process.StandardOutput, either.Token), errors.ReadAsync(process.StandardError, either.Token));
        try
        {
            if (await Task.WhenAny(reading, Task.Delay(length, time, either.Token)) != reading && !either.IsCancellationRequested)
            {
                await process.StandardInput.WriteAsync(ending.AsMemory(), either.Token);
                await process.StandardInput.FlushAsync(either.Token);
            }

            await reading;
            await process.WaitForExitAsync(either.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // It did not end by that text, or was gone before: what it said counts.
        }

        await KillAsync(process);
        cancellationToken.ThrowIfCancellationRequested();
        return new(process.HasExited ? process.ExitCode : null, output.Text, errors.Text, null);
    }

    private ProcessStartInfo StartOf(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
            Environment = { ["LC_ALL"] = "C", ["TZ"] = "UTC" },
        };
        if (home is not null)
        {
            start.Environment["HOME"] = home;
        }

        return start;
    }

    /// <summary>Null: it runs.</summary>
    private static ProgramResult? NotStarted(Process process, string program)
    {
        try
        {
#pragma warning disable RS0030 // This is the one process runner.
            process.Start();
#pragma warning restore RS0030
            return null;
        }
        catch (Exception exception) when (exception is Win32Exception or IOException or UnauthorizedAccessException)
        {
            return new(null, "", "", $"{program} cannot be started: {exception.Message}") { IsMissing = exception is Win32Exception { NativeErrorCode: NoSuchFile } };
        }
    }

    private static async Task<ProgramResult> FollowAsync(
        Process process, string program, TimeSpan timeOut, int longestOutput, TimeProvider time, CancellationToken cancellationToken)
    {
        using var overdue = new CancellationTokenSource(timeOut, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, overdue.Token);
        try
        {
            var output = ReadAsync(process.StandardOutput, longestOutput, either.Token);
            var errors = ReadAsync(process.StandardError, longestOutput, either.Token);
            await Task.WhenAll(output, errors);
            await process.WaitForExitAsync(either.Token);
            return new(process.ExitCode, await output, await errors, null);
        }
        catch (InvalidDataException)
        {
            await KillAsync(process);
            return new(null, "", "", $"{program} wrote more than {longestOutput} bytes");
        }
        catch (OperationCanceledException)
        {
            await KillAsync(process);
            cancellationToken.ThrowIfCancellationRequested();
            return new(null, "", "", $"{program} did not end within {timeOut.TotalSeconds:0.#} s");
        }
    }

    private static async Task<string> ReadAsync(StreamReader from, int longest, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new char[4096];
        int read;
        while ((read = await from.ReadAsync(buffer, cancellationToken)) > 0)
        {
            text.Append(buffer, 0, read);
            if (text.Length > longest)
            {
                throw new InvalidDataException();
            }
        }

        return text.ToString();
    }

    private static async Task KillAsync(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
            // A process in an uninterruptible wait (a hung /dev/ipmi0) cannot be killed either: it is left behind.
            using var timeOut = new CancellationTokenSource(KillTimeOut);
            await process.WaitForExitAsync(timeOut.Token);
        }
        catch (Exception exception) when (exception is InvalidOperationException or OperationCanceledException or Win32Exception)
        {
            // It ended by itself meanwhile, or never will.
        }
    }
}

/// <param name="ExitCode">Null where the program did not run to its end; then Failure says why.</param>
internal sealed record ProgramResult(int? ExitCode, string Output, string Errors, string? Failure)
{
    /// <summary>There is no such program.</summary>
    public bool IsMissing { get; init; }
}
