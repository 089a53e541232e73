using Grpc.Net.Client;
using Microsoft.Extensions.Options;
using SovereignFleet.Dashboard.Security;

namespace SovereignFleet.Dashboard.ControlPlane.Connection;

/// <summary>The one connection to the control plane, shared by all people; each call carries its own person's token.</summary>
internal sealed class ServerChannel : IDisposable
{
    private readonly GrpcChannel channel;

    public ServerChannel(IOptions<ServerOptions> options, CertificateFile credential)
    {
        Address = options.Value.Server;
        Trust = new ServerTrust(options.Value.ServerCa);
        channel = GrpcChannel.ForAddress(Address, new GrpcChannelOptions
        {
            MaxReceiveMessageSize = 64 * 1024 * 1024,
            DisposeHttpClient = true,
            HttpHandler = new SocketsHttpHandler
            {
                SslOptions = Trust.ToSslOptions(credential),
                UseProxy = false,
                AllowAutoRedirect = false,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                EnableMultipleHttp2Connections = true,
                // A server that vanished without a FIN is noticed in 15 s at most.
                KeepAlivePingDelay = TimeSpan.FromSeconds(10),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(5),
            },
        });
    }

    public Uri Address { get; }

    public ServerTrust Trust { get; }

    public Grpc.Core.CallInvoker Invoker => channel.CreateCallInvoker();

    public void Dispose() => channel.Dispose();
}
