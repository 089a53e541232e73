using System.Threading.Channels;

namespace SovereignFleet.Agent.Bmc.Sel;

/// <summary>Tells who reads a BMC's log that it has changed, so that a log of thousands of records is not read each time.</summary>
internal sealed class SelChanges(TimeProvider time)
{
    private readonly Channel<bool> changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private string stamp = "";

    /// <param name="info">Null: the BMC does not say; then every reading may have changed it.</param>
    public void Report(SelInfo? info)
    {
        if (info is null || Interlocked.Exchange(ref stamp, info.Stamp) != info.Stamp)
        {
            changed.Writer.TryWrite(true);
        }
    }

    /// <summary>Returns when it has changed, and in any case after so long: the stamp has whole seconds, and two records may share one.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var timeOut = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeOut.Token);
        try
        {
            await changed.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // No change for so long: it is read all the same.
        }
    }
}
