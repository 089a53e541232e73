namespace SovereignFleet.Server.Hosting;

/// <summary>Whether the schema is there. The server listens before its database answers, so that it can say why it waits;
/// every background loop awaits this first.</summary>
internal sealed class DatabaseReady
{
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string reason = "The database has not been asked yet.";

    public bool IsReady => ready.Task.IsCompleted;

    /// <summary>Why it is not ready, for a person.</summary>
    public string Reason => reason;

    public Task WaitAsync(CancellationToken cancellationToken) => ready.Task.WaitAsync(cancellationToken);

    public void NotYet(string why) => reason = why;

    public void Set()
    {
        reason = "";
        ready.TrySetResult();
    }
}
