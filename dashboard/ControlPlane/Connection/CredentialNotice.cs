using SovereignFleet.Dashboard.Security;

namespace SovereignFleet.Dashboard.ControlPlane.Connection;

/// <summary>Tells at start that the server will not know this dashboard: it works, and protects people less.</summary>
internal sealed partial class CredentialNotice(CertificateFile credential, ILogger<CredentialNotice> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (credential.Current is null)
        {
            Log.CredentialNotRead(logger, credential.Path);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(EventId = 4001, Level = LogLevel.Warning,
            Message = "{File} cannot be read: the server counts all people of this dashboard as one address, and failed sign-ins of one hold up the others. Copy dashboard.pem from the server's data folder, or set Credential")]
        public static partial void CredentialNotRead(ILogger logger, string file);
    }
}
