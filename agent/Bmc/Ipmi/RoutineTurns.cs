namespace SovereignFleet.Agent.Bmc.Ipmi;

/// <summary>What is read of a BMC as a matter of routine, and who may interrupt it: a log or a list of limits takes a BMC up to a minute
/// and a half, and a technician in the aisle waits for the lamp.</summary>
internal sealed class RoutineTurns
{
    private readonly Lock gate = new();
    private readonly HashSet<Turn> turns = [];

    /// <param name="cancellationToken">Ends the turn, too.</param>
    public Turn Begin(CancellationToken cancellationToken)
    {
        var turn = new Turn(this, cancellationToken);
        lock (gate)
        {
            turns.Add(turn);
        }

        return turn;
    }

    public void Interrupt()
    {
        Turn[] all;
        lock (gate)
        {
            all = [.. turns];
            turns.Clear();
        }

        foreach (var turn in all)
        {
            turn.Interrupt();
        }
    }

    private void End(Turn turn)
    {
        lock (gate)
        {
            turns.Remove(turn);
        }
    }

    internal sealed class Turn(RoutineTurns all, CancellationToken cancellationToken) : IDisposable
    {
        private readonly CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        public CancellationToken Token => either.Token;

        public void Interrupt()
        {
            try
            {
                either.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // It ended by itself meanwhile.
            }
        }

        public void Dispose()
        {
            all.End(this);
            either.Dispose();
        }
    }
}
