using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Workers;

namespace SovereignFleet.Tests.Server.Hosting;

/// <summary>Counts its rounds, and fails as long as it is told to.</summary>
internal sealed class CountingWorker(DatabaseReady ready, TimeProvider time) : EveryReplicaWorker(ready, time)
{
    private volatile string? fault;
    private volatile int rounds;

    public int Rounds => rounds;

    public List<string> Told { get; } = [];

    public Action Wake { get; private set; } = () => { };

    public string? Fault
    {
        get => fault;
        set => fault = value;
    }

    /// <summary>When it says that the next thing is due.</summary>
    public DateTimeOffset? Due
    {
        get => DueAt;
        set => DueAt = value;
    }

    protected override TimeSpan Period => TimeSpan.FromMinutes(1);

    protected override TimeSpan Retry => TimeSpan.FromSeconds(2);

    protected override IEnumerable<IDisposable> Subscribe(Action wake)
    {
        Wake = wake;
        return [];
    }

    protected override Task RoundAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref rounds);
        return fault is { } reason ? throw new InvalidOperationException(reason) : Task.CompletedTask;
    }

    protected override void Tell(Exception error) => Told.Add(error.Message);
}
