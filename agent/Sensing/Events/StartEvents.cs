using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Hosting;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Agent.Sensing.Events;

/// <summary>Tells that the Host was booted and that the agent was started. Started before whatever else makes Events: a reboot
/// ends what the GPUs had before it, and must not end what the kernel said after it.</summary>
internal sealed class StartEvents(StartOptions options, IEventSink sink, TimeProvider time) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var before = File.Exists(options.BootNote) ? (await File.ReadAllTextAsync(options.BootNote, cancellationToken)).Trim() : "";
        foreach (var happened in Since(before, now))
        {
            await sink.WriteAsync(happened, cancellationToken);
        }

        await NoteAsync(before, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A first start proves no reboot, nor does a kernel that names no boot.</summary>
    private IEnumerable<Event> Since(string before, DateTimeOffset now)
    {
        var boot = options.Boot;
        if (before.Length > 0 && boot.BootId.Length > 0 && before != boot.BootId)
        {
            var reboot = Make(EventKinds.Reboot, boot.BootedAt ?? now, "The Host was booted anew");
            reboot.Detail["boot_id"] = boot.BootId;
            reboot.Detail["boot_id_before"] = before;
            yield return reboot;
        }

        var started = Make(EventKinds.AgentStarted, now, $"Agent {options.AgentVersion} started");
        started.Detail["version"] = options.AgentVersion;
        started.Detail["boot_id"] = boot.BootId;
        yield return started;
    }

    private static Event Make(string kind, DateTimeOffset at, string text) =>
        new() { At = Timestamp.FromDateTimeOffset(at), Kind = kind, Count = 1, Source = "agent", Text = text };

    private async Task NoteAsync(string before, CancellationToken cancellationToken)
    {
        if (options.Boot.BootId.Length == 0 || options.Boot.BootId == before)
        {
            return;
        }

        try
        {
            var next = options.BootNote + ".new";
            await File.WriteAllTextAsync(next, options.Boot.BootId + "\n", cancellationToken);
            File.Move(next, options.BootNote, overwrite: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // A full disk: the same reboot is told once more at the next start, with the same time.
        }
    }
}
