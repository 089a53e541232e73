namespace SovereignFleet.Server.Hosting;

/// <summary>Lets the first of each kind through, and counts those that follow: how many is told once a period, as long as there are any. So what is
/// logged is bounded by the kinds and not by who brings it about.</summary>
/// <typeparam name="TKind">Of few values.</typeparam>
/// <param name="tellMore">Called with how many followed.</param>
internal sealed class FirstOfKind<TKind>(TimeProvider time, TimeSpan each, Action<TKind, long> tellMore) : IDisposable
    where TKind : notnull
{
    private readonly Dictionary<TKind, Known> kinds = [];
    private readonly Lock gate = new();

    /// <param name="tag">Of this one.</param>
    /// <param name="first">Of the first of its kind.</param>
    /// <returns>False: one of its kind was let through before, and this one is counted.</returns>
    public bool IsFirst(TKind kind, string tag, out string first)
    {
        lock (gate)
        {
            if (kinds.TryGetValue(kind, out var known))
            {
                known.Followed++;
                first = known.Tag;
                return false;
            }

            kinds.Add(kind, new Known(tag, time.CreateTimer(_ => Fold(kind), null, each, each)));
            first = tag;
            return true;
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            foreach (var known in kinds.Values)
            {
                known.Timer.Dispose();
            }

            kinds.Clear();
        }
    }

    private void Fold(TKind kind)
    {
        long count;
        lock (gate)
        {
            if (!kinds.TryGetValue(kind, out var known))
            {
                return;
            }

            (count, known.Followed) = (known.Followed, 0);
            if (count == 0)
            {
                known.Timer.Dispose();
                kinds.Remove(kind);
                return;
            }
        }

        tellMore(kind, count);
    }

    private sealed class Known(string tag, ITimer timer)
    {
        public string Tag => tag;
        public ITimer Timer => timer;
        public long Followed { get; set; }
    }
}
