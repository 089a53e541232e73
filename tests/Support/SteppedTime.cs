using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace SovereignFleet.Tests.Support;

/// <summary>A clock that goes from one pause of a worker to the next, and no further before the worker has made its round.</summary>
internal sealed class SteppedTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly Channel<TimeSpan> pauses = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero)
        {
            pauses.Writer.TryWrite(dueTime);
        }

        return timer;
    }

    /// <summary>Waits until the worker pauses.</summary>
    /// <returns>For how long.</returns>
    public ValueTask<TimeSpan> PauseAsync(CancellationToken cancellationToken) => pauses.Reader.ReadAsync(cancellationToken);

    /// <summary>Goes on through the pauses of the only worker, as long as they end within that time.</summary>
    public async Task GoAsync(TimeSpan length, CancellationToken cancellationToken)
    {
        var end = GetUtcNow() + length;
        while (await PauseAsync(cancellationToken) is var pause && GetUtcNow() + pause <= end)
        {
            Advance(pause);
        }
    }
}
