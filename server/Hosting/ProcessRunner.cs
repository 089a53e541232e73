using System.Collections.Immutable;
using System.Diagnostics;

namespace SovereignFleet.Server.Hosting;

/// <summary>The one place where the server starts a process: the tools of its private Postgres, and a drain target's client. Arguments are a list,
/// never a shell's line, and never a secret.</summary>
internal static class ProcessRunner
{
    /// <returns>The exit code, and what was printed to both streams together.</returns>
    public static Task<(int ExitCode, string Output)> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken) =>
        RunAsync(command, ImmutableDictionary<string, string>.Empty, cancellationToken);

    /// <param name="environment">Besides the server's own.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program, or it may not be run.</exception>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            // A dropped user may not be able to read the folder that the server was started in.
            WorkingDirectory = "/",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

#pragma warning disable RS0030 // This is the one process runner.
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start.");
#pragma warning restore RS0030
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, (await output + await errors).Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
