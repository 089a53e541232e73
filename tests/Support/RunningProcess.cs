using System.Diagnostics;

namespace SovereignFleet.Tests.Support;

/// <summary>One real process of a test: the only place where the tests start one. It is ended by its own id, never by name.</summary>
internal sealed class RunningProcess : IAsyncDisposable
{
    private const int KeptLines = 4000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Process process;
    private readonly Lock gate = new();
    private readonly Queue<string> lines = new();

    private RunningProcess(string name, Process process)
    {
        Name = name;
        this.process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
    }

    public string Name { get; }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>The last lines of what the process wrote, both streams in the order of arrival.</summary>
    public string Output
    {
        get
        {
            lock (gate)
            {
                return string.Join('\n', lines);
            }
        }
    }

    public static RunningProcess Start(Launch launch)
    {
        var start = new ProcessStartInfo(launch.Program, launch.Arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = launch.Folder ?? "/",
        };
        foreach (var (key, value) in launch.Environment)
        {
            start.Environment[key] = value;
        }

        if (launch.User is not null)
        {
            start.UserName = launch.User;
        }

        var running = new RunningProcess(launch.Name, new Process { StartInfo = start });
#pragma warning disable RS0030 // This is the tests' one process runner.
        running.process.Start();
#pragma warning restore RS0030
        running.process.BeginOutputReadLine();
        running.process.BeginErrorReadLine();
        return running;
    }

    /// <summary>Waits for the end of a process that ends by itself; gives its exit code.</summary>
    public async Task<int> ExitAsync(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }

    /// <summary>kill -9, of this process alone: what it started lives on, as after a real crash.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        process.Kill(entireProcessTree: false);
        await process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Asks the process to end; after a while it is killed with all that it started.</summary>
    public async Task StopAsync()
    {
        if (process.HasExited)
        {
            return;
        }

        Signals.AskToEnd(process.Id);
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (gate)
        {
            lines.Enqueue(line);
            if (lines.Count > KeptLines)
            {
                lines.Dequeue();
            }
        }
    }
}
