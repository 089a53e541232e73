namespace SovereignFleet.Server.Hosting;

/// <summary>Whether the schema is there. The server listens before its database answers, so that it can say why it waits;
/// every background loop awaits this first. A private database that ended later is told of here too, while it is started again.</summary>
internal sealed class DatabaseReady
{
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string reason = "The database has not been asked yet.";

    public bool IsReady => ready.Task.IsCompleted;

    /// <summary>Why it is not ready, for a person. Empty: it is.</summary>
    public string Reason => reason;

    /// <summary>Whether the database is known to be away, and whoever watches it has told so: nobody else need.</summary>
    public bool IsAway => reason.Length > 0 || HasEnded();

    /// <summary>Asks whoever watches the database whether it has ended just now.</summary>
    public Func<bool> HasEnded { get; set; } = () => false;

    public Task WaitAsync(CancellationToken cancellationToken) => ready.Task.WaitAsync(cancellationToken);

    public void NotYet(string why) => reason = why;

    public void Set()
    {
        reason = "";
        ready.TrySetResult();
    }
}
