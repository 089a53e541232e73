namespace SovereignFleet.Server.Postgres;

/// <summary>What must be read of the database before any loop works on it. A failure is tried again with the whole start.</summary>
internal interface IBeforeReady
{
    Task RunAsync(CancellationToken cancellationToken);
}
