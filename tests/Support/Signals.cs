using System.Runtime.InteropServices;

namespace SovereignFleet.Tests.Support;

/// <summary>The signals that .NET cannot send.</summary>
internal static class Signals
{
    private const int Interrupt = 2;
    private const int Terminate = 15;
    private const int Continue = 18;
    private const int Stop = 19;

    public static void AskToEnd(int process) => _ = Kill(process, Terminate);

    /// <summary>The process stands still until it is let go on.</summary>
    public static void Halt(int process) => _ = Kill(process, Stop);

    public static void LetGoOn(int process) => _ = Kill(process, Continue);

    /// <summary>The process stands still for so long, as on a machine that is held up.</summary>
    public static async Task PauseAsync(int process, TimeSpan length, CancellationToken cancellationToken)
    {
        _ = Kill(process, Stop);
        try
        {
            await Task.Delay(length, cancellationToken);
        }
        finally
        {
            _ = Kill(process, Continue);
        }
    }

    /// <summary>Postgres' fast stop: sessions are ended, nothing is lost.</summary>
    public static async Task EndPostgresAsync(int process, CancellationToken cancellationToken)
    {
        _ = Kill(process, Interrupt);
        await Until.TrueAsync($"Postgres {process} ends", () => !Directory.Exists($"/proc/{process}"), cancellationToken);
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
