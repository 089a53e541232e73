using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Simulator.Control;

/// <summary>The control plane's API, as the first administrator: enough to enroll Hosts and to see them arrive.</summary>
internal sealed class ControlPlane : IDisposable
{
    private readonly SocketsHttpHandler handler;
    private readonly GrpcChannel channel;
    private readonly Metadata session;

    private ControlPlane(SocketsHttpHandler handler, GrpcChannel channel, Metadata session)
    {
        this.handler = handler;
        this.channel = channel;
        this.session = session;
    }

    public static async Task<ControlPlane> SignInAsync(SimulatorOptions options, CancellationToken cancellationToken)
    {
        var handler = new SocketsHttpHandler { SslOptions = Trusting(options.Authority) };
        var channel = GrpcChannel.ForAddress(options.Api, new GrpcChannelOptions { HttpHandler = handler });
        var password = (await File.ReadAllTextAsync(options.PasswordFile, cancellationToken)).Trim();
        var answer = await new AccountsService.AccountsServiceClient(channel).SignInAsync(
            new SignInRequest { Name = "admin", Password = password }, cancellationToken: cancellationToken);
        return new ControlPlane(handler, channel, new Metadata { { "authorization", "Bearer " + answer.Token } });
    }

    public async Task<string> CreateTokenAsync(string hostName, CancellationToken cancellationToken)
    {
        var token = await new AdministrationService.AdministrationServiceClient(channel).CreateEnrollmentTokenAsync(
            new CreateEnrollmentTokenRequest { HostName = hostName, ValidMinutes = 10 }, session, cancellationToken: cancellationToken);
        return token.Token;
    }

    /// <summary>How many Hosts were heard after an instant.</summary>
    public async Task<int> HeardSinceAsync(DateTimeOffset instant, CancellationToken cancellationToken)
    {
        var answer = await new FleetViewService.FleetViewServiceClient(channel).GetFleetAsync(new GetFleetRequest(), session, cancellationToken: cancellationToken);
        return answer.Fleet.Hosts.Count(host => host.LastHeard?.ToDateTimeOffset() > instant);
    }

    public async Task SignOutAsync(CancellationToken cancellationToken) =>
        await new AccountsService.AccountsServiceClient(channel).SignOutAsync(new SignOutRequest(), session, cancellationToken: cancellationToken);

    public void Dispose()
    {
        channel.Dispose();
        handler.Dispose();
    }

    /// <summary>The control plane's own CA and no other.</summary>
    private static SslClientAuthenticationOptions Trusting(string authority) => new()
    {
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(authority) },
            RevocationMode = X509RevocationMode.NoCheck,
        },
    };
}
