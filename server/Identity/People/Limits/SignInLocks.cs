namespace SovereignFleet.Server.Identity.People.Limits;

/// <summary>What failed sign-ins cost. Five of a name from one network lock that name for that network alone: whoever attacks a name does not
/// lock its owner out elsewhere. Many of a name from everywhere slow that name down for all, and lock nobody. Names that nobody has count alike.
/// In memory and bounded; each replica counts for itself.</summary>
internal sealed class SignInLocks(TimeProvider time)
{
    public const int MostFailures = 5;
    /// <summary>Past so many a name is under attack.</summary>
    public const int ManyFailures = 20;
    public const int MostKept = 20_000;
    public static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan Remembered = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private readonly Dictionary<(string Name, string Network), Tally> tallies = [];
    private readonly Lock gate = new();

    /// <summary>How long a sign-in as this name waits before it is looked at.</summary>
    public TimeSpan PauseOf(string name)
    {
        lock (gate)
        {
            var failures = Find((name, ""))?.Failures ?? 0;
            return failures < ManyFailures ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min((double)failures / ManyFailures, LongestPause.TotalSeconds));
        }
    }

    public bool IsLocked(string name, CallerPlace place)
    {
        lock (gate)
        {
            return Find(Key(name, place)) is { } tally && tally.LockedUntil > time.GetUtcNow();
        }
    }

    /// <summary>Counts one that was checked. Asked after the check, so that of a hundred guesses at once the first five count.</summary>
    /// <returns>False: locked already, whether it was right or not.</returns>
    public bool Count(string name, CallerPlace place, bool isRight)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            var key = Key(name, place);
            if (Find(key) is { } tally && tally.LockedUntil > now)
            {
                return false;
            }

            if (isRight)
            {
                tallies.Remove(key);
                return true;
            }

            Fail(key, now, locks: true);
            Fail((name, ""), now, locks: false);
            return true;
        }
    }

    /// <summary>An administrator has given the name a new password.</summary>
    public void Forgive(string name)
    {
        lock (gate)
        {
            foreach (var key in tallies.Keys.Where(key => key.Name == name).ToList())
            {
                tallies.Remove(key);
            }
        }
    }

    private static (string Name, string Network) Key(string name, CallerPlace place) => (name, place.Bucket);

    private Tally? Find((string Name, string Network) key) =>
        tallies.GetValueOrDefault(key) is { } tally && time.GetUtcNow() - tally.Last < Remembered ? tally : null;

    private void Fail((string Name, string Network) key, DateTimeOffset now, bool locks)
    {
        var tally = Find(key) ?? new Tally(0, now, DateTimeOffset.MinValue);
        var failures = tally.Failures + 1;
        tallies[key] = locks && failures >= MostFailures ? new Tally(0, now, now + LockedFor) : new Tally(failures, now, tally.LockedUntil);
        if (tallies.Count > MostKept)
        {
            Trim(now);
        }
    }

    // The oldest go first: to be forgotten costs an attacker as many other names, at two a second.
    private void Trim(DateTimeOffset now)
    {
        foreach (var (key, _) in tallies.OrderBy(row => row.Value.Last).TakeWhile((row, place) => place < MostKept / 10 || now - row.Value.Last >= Remembered).ToList())
        {
            tallies.Remove(key);
        }
    }

    private sealed record Tally(int Failures, DateTimeOffset Last, DateTimeOffset LockedUntil);
}
