namespace SovereignFleet.Server.Api;

/// <summary>How many connections of those who have not shown a certificate of ours one listener holds: of one network, and in all. Whoever has shown one has
/// a place of its own, so that no crowd of strangers keeps agents and the dashboard out.</summary>
internal sealed class ConnectionRoom(int mostOfOne, int mostInAll)
{
    private readonly Dictionary<string, int> ofOne = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private int inAll;

    /// <returns>Null: there is no room.</returns>
    public Place? Enter(string network)
    {
        lock (gate)
        {
            var before = ofOne.GetValueOrDefault(network);
            if (before >= mostOfOne || inAll >= mostInAll)
            {
                return null;
            }

            ofOne[network] = before + 1;
            inAll++;
            return new Place(this, network);
        }
    }

    private void Leave(string network)
    {
        lock (gate)
        {
            inAll--;
            if (--ofOne[network] == 0)
            {
                ofOne.Remove(network);
            }
        }
    }

    /// <summary>One stranger's.</summary>
    public sealed class Place(ConnectionRoom room, string network) : IDisposable
    {
        private int left;

        /// <summary>It is over, or no stranger's any more.</summary>
        public void Dispose()
        {
            if (Interlocked.Exchange(ref left, 1) == 0)
            {
                room.Leave(network);
            }
        }
    }
}
