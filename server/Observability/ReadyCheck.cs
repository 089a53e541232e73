using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Identity.Authority;
using SovereignFleet.Server.Journal.Proof;

namespace SovereignFleet.Server.Observability;

/// <summary>Whether this replica can do its work now: /readyz. A load balancer sends nobody here while it cannot.</summary>
internal sealed class ReadyCheck(DatabaseReady ready, ServerCertificate certificate, JournalFaults journal, NpgsqlDataSource dataSource) : IHealthCheck
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        if (!ready.IsReady)
        {
            return HealthCheckResult.Unhealthy("Waits for the database: " + ready.Reason);
        }

        if (certificate.Current is null)
        {
            return HealthCheckResult.Unhealthy("The listeners have no certificate, because the CA is not open; the log tells why.");
        }

        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(Limit);
        try
        {
            await using var command = dataSource.CreateCommand("SELECT 1");
            await command.ExecuteNonQueryAsync(limited.Token);
            return HealthCheckResult.Healthy(string.Join('\n', journal.Now.Select(fault => fault.Sentence).Prepend("ready")));
        }
        catch (Exception error) when (error is NpgsqlException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return HealthCheckResult.Unhealthy(ready.Reason.Length > 0 ? ready.Reason : "The database does not answer: " + error.Message);
        }
    }
}
