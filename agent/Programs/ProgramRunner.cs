using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace SovereignFleet.Agent.Programs;

/// <summary>The agent's one place that starts programs: bounded in time and output, in the C locale, ended with all that it
/// started. A program that is not there, hangs or writes without end is an answer, not an exception.</summary>
internal sealed class ProgramRunner
{
    public const int LongestOutput = 1 << 20;
    private static readonly TimeSpan PatienceWithKilled = TimeSpan.FromSeconds(2);

    public Task<ProgramResult> RunAsync(
        string program, IReadOnlyList<string> arguments, TimeSpan timeOut, TimeProvider time, CancellationToken cancellationToken) =>
        RunAsync(program, arguments, timeOut, LongestOutput, time, cancellationToken);

    /// <summary>For a program that may say more than an answer: a log.</summary>
    public async Task<ProgramResult> RunAsync(
        string program, IReadOnlyList<string> arguments, TimeSpan timeOut, int longestOutput, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment["LC_ALL"] = "C";
        start.Environment["TZ"] = "UTC";
        using var process = new Process { StartInfo = start };
        try
        {
#pragma warning disable RS0030 // This is the one process runner.
            process.Start();
#pragma warning restore RS0030
        }
        catch (Exception exception) when (exception is Win32Exception or IOException or UnauthorizedAccessException)
        {
            return new(null, "", "", $"{program} cannot be started: {exception.Message}");
        }

        process.StandardInput.Close();
        return await FollowAsync(process, program, timeOut, longestOutput, time, cancellationToken);
    }

    private static async Task<ProgramResult> FollowAsync(
        Process process, string program, TimeSpan timeOut, int longestOutput, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(timeOut, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
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
            // A process in an uninterruptible wait (a dead /dev/ipmi0) does not even die: it is left behind.
            using var patience = new CancellationTokenSource(PatienceWithKilled);
            await process.WaitForExitAsync(patience.Token);
        }
        catch (Exception exception) when (exception is InvalidOperationException or OperationCanceledException or Win32Exception)
        {
            // It ended by itself meanwhile, or never will.
        }
    }
}

/// <param name="ExitCode">Null where the program did not run to its end; then Failure says why.</param>
internal sealed record ProgramResult(int? ExitCode, string Output, string Errors, string? Failure);
