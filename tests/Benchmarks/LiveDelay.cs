using Npgsql;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Benchmarks;

/// <summary>How old the newest live Frame is that the server knows, asked ten times a second while it is watched.</summary>
internal sealed class LiveDelay(NpgsqlDataSource database, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly HashSet<DateTimeOffset> seen = [];

    /// <summary>Reading to arrival, the worst Frame.</summary>
    public double Longest { get; private set; }

    /// <summary>The worst age of what a person sees: with the second between two Frames and the second between two writings of it.</summary>
    public double OldestShown { get; private set; }

    public int Frames => seen.Count;

    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await LookAsync(cancellationToken);
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select heard_at, frame from host_heartbeats");
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken))
        {
            return;
        }

        var (heard, at) = (row.GetFieldValue<DateTimeOffset>(0), Frame.Parser.ParseFrom(row.GetFieldValue<byte[]>(1)).At.ToDateTimeOffset());
        seen.Add(at);
        Longest = Math.Max(Longest, (heard - at).TotalSeconds);
        OldestShown = Math.Max(OldestShown, (time.GetUtcNow() - at).TotalSeconds);
    }
}
