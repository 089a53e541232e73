using SovereignFleet.Agent.Sensing;
using SovereignFleet.Proto.Link;

namespace SovereignFleet.Tests.Agent.KernelLog;

/// <summary>A sink whose every few writes are the teller's last: now after the write, now before it. It keeps Events as the server does,
/// each origin once.</summary>
internal sealed class DyingServer : IEventSink
{
    private readonly Dictionary<string, Event> kept = [];
    private int writes;
    private int next = 1;

    /// <summary>How many lines the kept Events stand for.</summary>
    public int Lines { get { lock (kept) { return kept.Values.Sum(happened => (int)happened.Count); } } }

    public int Deaths { get; private set; }

    public int ToldAgain { get; private set; }

    public ValueTask WriteAsync(Event happened, CancellationToken cancellationToken)
    {
        lock (kept)
        {
            var dies = ++writes == next;
            if (dies)
            {
                // A death at each place of a run of writes, sooner or later; and lives that are long enough to get on.
                Deaths++;
                (writes, next) = (0, 1 + (Deaths * 7 % 40));
            }

            if (dies && Deaths % 2 == 0)
            {
                throw new IOException("killed before it was written");
            }

            if (!kept.TryAdd(happened.Origin, happened))
            {
                ToldAgain++;
            }

            return dies ? throw new IOException("killed after it was written") : ValueTask.CompletedTask;
        }
    }
}
