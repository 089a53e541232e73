using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Hosting.Workers;
using SovereignFleet.Server.Identity.Authority;
using SovereignFleet.Server.Identity.People.Accounts;

namespace SovereignFleet.Server.Identity;

/// <summary>Opens the CA and makes the first administrator as soon as there is a database; afterwards keeps the certificates of listeners and dashboard fresh.</summary>
internal sealed partial class IdentityStartup(
    CertificateAuthority authority, ServerCertificate certificate, DashboardCertificate dashboard, FirstAdministrator administrator, DatabaseReady ready, TimeProvider time,
    ILogger<IdentityStartup> logger) : EveryReplicaWorker(ready, time)
{
    protected override TimeSpan Period => TimeSpan.FromHours(1);

    /// <summary>Until it is open, nobody can connect.</summary>
    protected override TimeSpan Retry => TimeSpan.FromSeconds(2);

    protected override async Task RoundAsync(CancellationToken cancellationToken)
    {
        if (!authority.IsOpen)
        {
            await authority.OpenAsync(cancellationToken);
        }

        await administrator.EnsureAsync(cancellationToken);
        await dashboard.RenewWhenDueAsync(cancellationToken);
        // The last: from here on the listeners answer, and whoever sees that they do finds the password and the dashboard's certificate.
        certificate.RenewWhenDue();
    }

    protected override void Tell(Exception error) => Log.AuthorityNotOpen(logger, error.Message);

    private static partial class Log
    {
        [LoggerMessage(EventId = 2402, Level = LogLevel.Error, Message = "Nobody can connect, because the CA is not open: {Reason}")]
        public static partial void AuthorityNotOpen(ILogger logger, string reason);
    }
}
