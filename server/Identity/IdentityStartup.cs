using SovereignFleet.Server.Hosting;
using SovereignFleet.Server.Identity.Authority;
using SovereignFleet.Server.Identity.People;

namespace SovereignFleet.Server.Identity;

/// <summary>Opens the CA and makes the first administrator as soon as there is a database; afterwards keeps the listeners' certificate fresh.</summary>
internal sealed partial class IdentityStartup(
    CertificateAuthority authority, ServerCertificate certificate, FirstAdministrator administrator, DatabaseReady ready, TimeProvider time,
    ILogger<IdentityStartup> logger) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string? lastError = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ready.WaitAsync(stoppingToken);
                if (!authority.IsOpen)
                {
                    await authority.OpenAsync(stoppingToken);
                }

                await administrator.EnsureAsync(stoppingToken);
                certificate.RenewWhenDue();
                await Task.Delay(Period, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                if (error.Message != lastError)
                {
                    Log.Failed(logger, lastError = error.Message);
                }

                await Task.Delay(Retry, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Nobody can connect, because the CA is not open: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);
    }
}
